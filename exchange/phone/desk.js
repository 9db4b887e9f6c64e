// The telephones laid side by side, and which of them is in hand.

import * as sounds from "./sounds.js";
import { passed } from "./clock.js";
import { find, make } from "./dom.js";
import { Handset } from "./handset.js";
import { inLanguage, words } from "./language.js";
import { Telephone } from "./telephone.js";

const WITHHELD = "anonymous";
const NEWS = 3; // seconds; what happened earlier is history, and makes no sound

export class Desk {
  // `choose` lets the reader choose a telephone; `changed` hears when there are others than before.
  constructor(line, choose, changed) {
    this.line = line;
    this.choose = choose;
    this.others = changed;
    this.handsets = [];
    this.active = null;
  }

  lay(person, place = this.handsets.length) {
    const handset = new Handset(person, new Telephone(person), this);
    this.handsets.splice(place, 0, handset);
    this.#show();
    return handset;
  }

  async change(handset) {
    const person = await this.choose();
    if (!person) return;
    const place = this.handsets.indexOf(handset);
    this.#take(handset);
    this.put(person, place);
  }

  // Lays a telephone on the desk, once, and into the hand.
  put(person, place) {
    const there = this.handsets.find((handset) => handset.person.number === person.number);
    (there ?? this.lay(person, place)).element.focus();
    this.others();
  }

  remove(handset) {
    this.#take(handset);
    this.#show();
    this.others();
    (this.handsets[0]?.element ?? find("more")).focus();
  }

  #take(handset) {
    this.handsets = this.handsets.filter((one) => one !== handset);
    sounds.sustain(handset.person.number, "idle");
  }

  activate(handset) {
    this.active = handset;
  }

  // The telephone beside this one; behind the last comes the first.
  turn(handset, by) {
    const place = this.handsets.indexOf(handset) + by + this.handsets.length;
    this.handsets[place % this.handsets.length].take();
  }

  isActive(handset) {
    return this.active === handset || !this.handsets.includes(this.active);
  }

  hear(number, events) {
    const handset = this.handsets.find((one) => one.person.number === number);
    if (!handset) return;
    for (const event of events) handset.hear(event, passed(event.at) < NEWS);
    this.changed();
  }

  // Anew with the same telephones: in another language, or at an exchange that has begun anew.
  rebuild({ forget = false } = {}) {
    const place = this.handsets.indexOf(this.active);
    this.handsets = this.handsets.map((handset) => this.#again(handset, forget));
    this.active = this.handsets[place] ?? null;
    this.#show();
  }

  #again({ person, telephone, events }, forget) {
    telephone.forget();
    const handset = new Handset(person, telephone, this);
    if (!forget) for (const event of events) handset.hear(event, false);
    return handset;
  }

  changed() {
    const chips = this.handsets.map((handset) => this.#chip(handset));
    find("dock").replaceChildren(...chips);
    find("dock").setAttribute("aria-label", words("phones"));
  }

  #chip(handset) {
    const { name, telephone } = handset;
    const news = telephone.unread ? ` · ${words("new_texts", { count: telephone.unread })}` : "";
    const state = words(telephone.state, { from: telephone.caller, number: "" });
    const label = make("span", {}, `${name}: ${state}${news}`);
    return make("button", { type: "button", class: "chip", "data-state": telephone.state, click: () => handset.take() }, label);
  }

  #show() {
    find("desk").replaceChildren(...this.handsets.map((handset) => handset.element));
    this.changed();
  }

  // For the address: the telephones, and which of them withhold their number.
  get written() {
    return this.handsets.map(({ person }) => (person.shows ? `${person.number}:${WITHHELD}` : person.number));
  }

  get places() {
    return this.handsets.map(({ person, telephone }) => [person.number, telephone.seen]);
  }
}

export const withheld = (person) => ({ ...person, shows: person.shows || WITHHELD });
export const nameOf = (person) => inLanguage(person.name) || person.number;
