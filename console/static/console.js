// Small helps for a clerk with one hand on the telephone: "/" goes to the search box, what is wrong
// is where the cursor is, and nothing is sent twice.
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

// What is wrong may stand below a long list: a clerk who types goes on at the first field that says so.
document.querySelector('main [aria-invalid="true"]')?.focus();

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
