// Small helps for a clerk with one hand on the telephone: "/" goes to the search box, and nothing is sent twice.
"use strict";

const isTyping = (at) => at.closest("input, select, textarea, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  const box = document.querySelector(".search input");
  if (event.key === "/" && box && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  window.setTimeout(() => delete form.dataset.sent, 3000);
});
