// Twelve keys, by mouse, by touch, by keyboard.

import { make } from "./dom.js";
import { words } from "./language.js";

export const KEYS = "123456789*0#";

export function keypad(press) {
  const keys = [...KEYS].map((key) => make("button", { type: "button", class: "key", click: () => press(key) }, key));
  return make("div", { class: "keypad", role: "group", "aria-label": words("keypad") }, ...keys);
}

// Lights a key that was pressed on the keyboard.
export function flash(pad, key) {
  const button = pad.children[KEYS.indexOf(key)];
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 150);
}
