// Chooses a telephone: typed search in what the application suggests, or any number at all.

import * as exchange from "./exchange.js";
import { make } from "./dom.js";
import { inLanguage, words } from "./language.js";
import { nameOf, withheld } from "./desk.js";

const MOST = 40;
const NUMBER = /^\+[1-9]\d{6,14}$/;

// The person chosen, or null.
export function choose() {
  return new Promise((resolve) => new Chooser(resolve));
}

class Chooser {
  constructor(resolve) {
    this.resolve = resolve;
    this.chosen = null;
    this.search = make("input", { type: "search", id: "sought", autocomplete: "off", placeholder: words("search_hint") });
    this.search.addEventListener("input", () => this.#find());
    this.found = make("p", { class: "found", role: "status" });
    this.list = make("ul", { class: "people" });
    this.withhold = make("input", { type: "checkbox" });
    this.dialog = make("dialog", { class: "chooser", "aria-labelledby": "choose" }, this.#head(), this.search, this.found, this.list, this.#foot());
    this.dialog.addEventListener("close", () => this.#closed());
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.search.focus();
    this.#find();
  }

  #head() {
    const close = make("button", { type: "button", class: "switch", "aria-label": words("close"), click: () => this.dialog.close() }, "✕");
    const title = make("h2", { id: "choose" }, words("choose"));
    return make("div", { class: "chooser-head" }, make("div", { class: "tools" }, title, close), make("label", { for: "sought" }, words("search")));
  }

  #foot() {
    return make("label", { class: "withhold" }, this.withhold, words("withhold"));
  }

  async #find() {
    const sought = this.search.value.trim();
    try {
      const { people } = await exchange.people({ find: sought, most: MOST });
      if (sought === this.search.value.trim()) this.#show(people, sought); // else something else is sought by now
    } catch {
      this.found.textContent = words("no_exchange");
    }
  }

  #show(people, sought) {
    const number = sought.replace(/[\s()-]/g, "");
    const isUnlisted = NUMBER.test(number) && !people.some((person) => person.number === number);
    const unlisted = isUnlisted ? [{ number, name: {}, title: words("take_number", { number }) }] : [];
    this.list.replaceChildren(...[...unlisted, ...people].map((person) => this.#row(person)));
    this.found.textContent = told(people.length, isUnlisted);
  }

  #row(person) {
    const facts = [inLanguage(person.note), person.language ? words(person.language.slice(0, 2)) : "", person.number];
    const name = make("b", {}, person.title ?? nameOf(person));
    const more = make("span", {}, facts.filter(Boolean).join(" · "));
    return make("li", {}, make("button", { type: "button", click: () => this.#take(person) }, name, more));
  }

  #take(person) {
    this.chosen = this.withhold.checked ? withheld(person) : person;
    this.dialog.close();
  }

  #closed() {
    this.dialog.remove();
    this.resolve(this.chosen);
  }
}

function told(count, isUnlisted) {
  if (count === 0) return isUnlisted ? "" : words("found_none");
  return words(count === MOST ? "found_first" : "found", { count });
}
