// One telephone on the desk: whose it is, its call, its keys, its texts.

import * as exchange from "./exchange.js";
import * as sounds from "./sounds.js";
import * as voice from "./voice.js";
import { Call } from "./call.js";
import { make } from "./dom.js";
import { Inbox } from "./inbox.js";
import { flash, keypad, KEYS } from "./keypad.js";
import { inLanguage, words } from "./language.js";
import { Speaking } from "./speaking.js";
import { Wait } from "./wait.js";

const TURNS = { PageDown: 1, PageUp: -1 }; // to the next telephone, as in any row of articles; a log scrolls
const SPOKEN = new Set(["record", "speech"]); // what is awaited in words

export class Handset {
  // `desk` offers line (the number called), change(handset), remove(handset).
  constructor(person, telephone, desk) {
    this.person = person;
    this.telephone = telephone;
    this.desk = desk;
    this.name = inLanguage(person.name) || person.number;
    this.events = [];
    this.#build();
    this.show();
  }

  #build() {
    this.call = new Call(this.name);
    this.call.suggest(this.person.hint);
    this.wait = new Wait();
    this.speaking = new Speaking((text) => this.#do(exchange.say, text));
    this.state = make("p", { class: "state", role: "status" });
    this.trouble = make("p", { class: "trouble", role: "alert", hidden: true });
    this.keypad = keypad((key) => this.press(key));
    this.hook = make("button", { type: "button", class: "hook", click: (event) => this.#clickHook(event) });
    this.refuse = make("button", { type: "button", class: "hook down", click: () => this.hangUp() }, words("reject"));
    this.inbox = new Inbox(this.telephone, this.desk.line, (body) => this.#do(exchange.text, this.desk.line, body));
    this.element = make(
      "article",
      { class: "handset", tabindex: 0, "aria-label": this.name, "data-number": this.person.number },
      this.#head(),
      make("div", { class: "body" }, this.#receiver(), this.#dial()),
      this.inbox.element,
    );
    this.element.addEventListener("keydown", (event) => this.#keydown(event));
    this.element.addEventListener("focusin", () => this.#touched());
    this.element.addEventListener("pointerdown", () => this.#touched());
  }

  #head() {
    const { note, number, language } = this.person;
    const facts = [inLanguage(note), language ? words(language.slice(0, 2)) : "", number].filter(Boolean);
    const remove = words("remove", { name: this.name });
    return make(
      "header",
      { class: "whose" },
      make("h2", {}, this.name),
      make("p", { class: "facts" }, facts.join(" · ")),
      make(
        "div",
        { class: "tools" },
        make("button", { type: "button", class: "switch", click: () => this.desk.change(this) }, words("change")),
        make("button", { type: "button", class: "switch", "aria-label": remove, click: () => this.desk.remove(this) }, "✕"),
      ),
    );
  }

  #receiver() {
    const well = make("div", { class: "well" }, this.call.element, this.speaking.element, this.wait.element);
    return make("div", { class: "receiver" }, this.state, well, this.trouble);
  }

  #dial() {
    return make("div", { class: "dial" }, make("div", { class: "hooks" }, this.hook, this.refuse), this.keypad);
  }

  // An event: `isNews` when it happens now, and is no history that was asked for.
  hear(event, isNews) {
    this.telephone.hear(event);
    this.events.push(event);
    if (event.type === "text" || event.type === "writes") this.inbox.add(event);
    else if (event.type === "awaits") this.call.heardOut();
    else this.call.add(event);
    if (isNews) this.#sound(event);
    if (isNews && event.type === "text" && !this.#isInHand) this.telephone.unread += 1;
    this.show();
    this.call.scrollDown();
  }

  get #isInHand() {
    return this.element.contains(document.activeElement);
  }

  #sound(event) {
    if (event.type === "text") sounds.textArrives();
    if (event.type === "ended" && event.reason === "busy") sounds.busy();
    if (event.type === "says" && this.desk.isActive(this)) this.#speak(event);
    if (event.type === "ended" || (event.type === "keyed" && event.heard)) voice.hush();
  }

  #speak(event) {
    if (event.sound) voice.play(event.sound);
    else if (!event.play) voice.speak(event);
  }

  show() {
    const { state, caller, awaited, unread } = this.telephone;
    const { isIdle, isRinging, isTalking } = this.telephone;
    const other = this.events.findLast((event) => event.type === "bridged")?.with ?? "";
    this.element.dataset.state = state;
    this.state.textContent = words(state, { from: caller, number: other });
    this.hook.textContent = words(isRinging ? "answer" : isIdle ? "lift" : "hang_up");
    this.hook.classList.toggle("down", !isIdle && !isRinging);
    this.refuse.hidden = !isRinging;
    this.wait.show(awaited);
    this.speaking.show(isTalking && (state === "bridged" || SPOKEN.has(awaited?.kind)));
    this.inbox.showUnread(unread);
    sounds.sustain(this.person.number, state);
  }

  #touched() {
    this.desk.activate(this);
    if (this.telephone.unread === 0) return;
    this.telephone.unread = 0;
    this.show();
    this.desk.changed();
  }

  // Lifts, answers or hangs up, whichever is next.
  lift() {
    const { isIdle, isRinging, shows } = this.telephone;
    if (isRinging) return this.#do(exchange.answer);
    if (!isIdle) return this.hangUp();
    return this.#do(exchange.dial, this.desk.line, shows || this.person.number);
  }

  // The second click of a double one is a slip, and hangs nothing up.
  #clickHook({ detail }) {
    if (detail < 2) this.lift();
  }

  hangUp() {
    const { isIdle, isRinging } = this.telephone;
    return isIdle ? undefined : this.#do(isRinging ? exchange.reject : exchange.hangUp);
  }

  press(key) {
    sounds.key(key);
    if (this.telephone.isIdle) return this.#complain(words("lift_first"));
    return this.#do(exchange.press, key);
  }

  // One thing after another, so that keys arrive in the order they were pressed; whether it was done.
  #do(what, ...how) {
    const done = (this.busy ?? Promise.resolve()).then(() => this.#try(what, how));
    this.busy = done;
    return done;
  }

  async #try(what, how) {
    this.trouble.hidden = true;
    try {
      await what(this.person.number, ...how);
      return true;
    } catch (error) {
      this.#complain(error instanceof exchange.Refused ? error.message : words("no_exchange"));
      return false;
    }
  }

  #complain(reason) {
    this.trouble.textContent = reason;
    this.trouble.hidden = false;
  }

  // Takes it into the hand, and into sight.
  take() {
    this.element.scrollIntoView();
    this.element.focus({ preventScroll: true });
  }

  #keydown(event) {
    if (event.key in TURNS && !event.target.matches("[role=log]")) {
      this.desk.turn(this, TURNS[event.key]);
      event.preventDefault();
    } else this.#keyed(event);
  }

  #keyed(event) {
    const isTyping = event.target.matches("input, textarea");
    if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const isButton = event.target.matches("button");
    if (KEYS.includes(event.key)) {
      flash(this.keypad, event.key);
      this.press(event.key);
    } else if (event.key === "Enter" && !isButton) this.lift();
    else if (event.key === "Escape") this.hangUp();
    else return;
    event.preventDefault();
  }
}
