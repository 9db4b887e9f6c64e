// What the line waits for, and how long still: the keys expected and a bar that runs out.

import { make } from "./dom.js";
import { passed, waited } from "./clock.js";
import { words } from "./language.js";

const PAUSE = 1; // a wait of a second is a pause to listen in, no question

export class Wait {
  constructor() {
    this.what = make("p", { class: "what" });
    this.bar = make("div", { class: "bar" });
    this.track = make("div", { class: "track" }, this.bar);
    this.element = make("div", { class: "wait", role: "status" }, this.what, this.track);
    this.show(null);
  }

  show(awaited) {
    this.element.classList.toggle("idle", !awaited);
    this.what.textContent = awaited ? expected(awaited) : "";
    this.#run(awaited?.timeout ?? awaited?.max_length, awaited?.at);
  }

  // The bar runs from where it is to nothing in the time that is left.
  #run(timeout, at) {
    this.bar.getAnimations().forEach((animation) => animation.cancel());
    this.track.hidden = !timeout;
    if (!timeout) return;
    const whole = waited(timeout) * 1000;
    const frames = [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }];
    const running = this.bar.animate(frames, { duration: whole, fill: "forwards" });
    running.currentTime = Math.min(whole, passed(at) * 1000);
  }
}

export function expected({ kind, timeout, num_digits: count, finish_on_key: finish }) {
  const fields = { count, finish: finish === "1234567890*#" ? "#" : finish };
  if (kind === "record") return words(finish ? "speak_then" : "speak", fields);
  if (kind === "speech") return words("speak_now");
  if (timeout <= PAUSE) return words("listen");
  if (count === 1) return words("one_key");
  if (count) return words(finish ? "some_keys_or" : "some_keys", fields);
  return words(finish ? "keys_then" : "keys", fields);
}
