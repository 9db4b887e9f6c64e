// Twelve keys, by mouse, by touch, by keyboard: one stop of the tabulator, arrows lead from key to key.

import { make } from "./dom.js";
import { words } from "./language.js";

export const KEYS = "123456789*0#";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 }; // three keys a row

export function keypad(press) {
  const keys = [...KEYS].map((key) => make("button", { type: "button", class: "key", click: () => press(key) }, key));
  const stopAt = (stop) => keys.forEach((key) => (key.tabIndex = key === stop ? 0 : -1));
  const step = (event) => {
    const next = keys[keys.indexOf(event.target) + STEPS[event.key]];
    if (!next) return;
    next.focus();
    event.preventDefault();
  };
  stopAt(keys[0]);
  const pad = make("div", { class: "keypad", role: "group", "aria-label": words("keypad") }, ...keys);
  pad.addEventListener("focusin", (event) => stopAt(event.target));
  pad.addEventListener("keydown", step);
  return pad;
}

// Lights a key that was pressed on the keyboard.
export function flash(pad, key) {
  const button = pad.children[KEYS.indexOf(key)];
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 150);
}
