// Whether the page makes a sound, kept for the next visit.

const KEPT = "phone.sound";

let on = localStorage.getItem(KEPT) !== "off";

export const isOn = () => on;

export function switchSound() {
  on = !on;
  localStorage.setItem(KEPT, on ? "on" : "off");
}
