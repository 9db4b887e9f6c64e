// The call of a telephone as it was heard and keyed, in order, each step with its time.

import { make } from "./dom.js";
import { passed, timeOfDay } from "./clock.js";
import { inLanguage, words } from "./language.js";
import { Reading } from "./reading.js";

const QUIET = new Set(["says", "keyed", "speaks", "voice"]);
const TAKEN_UP = new Set(["dials", "connected"]); // somebody has the receiver in hand

export class Call {
  constructor(name) {
    this.list = make("ol", { class: "steps" });
    this.hint = make("p", { class: "hint" });
    this.element = make(
      "div",
      { class: "call", role: "log", tabindex: 0, "aria-label": words("call", { name }) },
      this.hint,
      this.list,
    );
    this.reading = null;
    this.keys = null;
  }

  // A short suggestion until somebody has taken the telephone up; one that only rang leaves it.
  suggest(hint) {
    this.hint.textContent = inLanguage(hint) || words("lift_and_listen");
  }

  add(event) {
    this.#end(event);
    if (event.type === "keyed" && event.heard && this.keys) this.keys.textContent += event.key;
    else this.#append(event);
    if (event.type !== "keyed" || !event.heard) this.keys = null;
    if (TAKEN_UP.has(event.type)) this.hint.hidden = true;
    this.scrollDown();
  }

  scrollDown() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  // What is being said ends with whatever comes after it.
  #end({ type, heard }) {
    if (type === "ended" || (type === "keyed" && heard)) this.reading?.cut();
    else if (type !== "keyed" && type !== "speaks") this.reading?.finish();
    else return;
    this.reading = null;
  }

  // Everything of the sentence has been heard: keys are awaited.
  heardOut() {
    this.reading?.finish();
    this.reading = null;
  }

  #append(event) {
    const time = make("time", { datetime: event.at }, timeOfDay(event.at));
    this.list.append(make("li", { class: `step ${event.type}` }, this.#content(event), time));
  }

  #content(event) {
    if (event.type === "says") {
      this.reading = new Reading(event, passed(event.at));
      return this.reading.element;
    }
    if (event.type === "keyed") return this.#keyed(event);
    return make("p", {}, QUIET.has(event.type) ? event.text : told(event));
  }

  #keyed({ key, heard }) {
    const keys = make("kbd", {}, key);
    if (heard) this.keys = keys;
    return make("p", {}, keys, heard ? null : make("span", { class: "lost" }, ` ${words("not_heard")}`));
  }
}

function told(event) {
  switch (event.type) {
    case "dials":
      return words(/^\+/.test(event.as) ? "dials" : "dials_as", event);
    case "ended":
      return words(KNOWN_ENDS.has(event.reason) ? `ended_${event.reason}` : "ended");
    case "bridged":
      return words("bridged_with", event);
    case "rings":
    case "connected":
    case "trouble":
      return words(event.type, event);
    default:
      return event.type;
  }
}

const KNOWN_ENDS = new Set(["line", "handset", "busy", "no-answer", "canceled", "rejected", "time_limit"]);
