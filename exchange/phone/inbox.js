// The texts of a telephone, both ways, and writing one.

import { make } from "./dom.js";
import { timeOfDay } from "./clock.js";
import { words } from "./language.js";
import { segments } from "./segments.js";

const LONGEST = 1600; // characters

export class Inbox {
  constructor(telephone, line, send) {
    this.telephone = telephone;
    this.send = send;
    this.list = make("ol", { class: "messages" });
    this.badge = make("span", { class: "badge", hidden: true });
    this.none = make("p", { class: "none" }, words("no_texts"));
    this.scroll = make("div", { class: "inbox", role: "log", tabindex: 0, "aria-label": words("texts") }, this.none, this.list);
    this.element = make(
      "section",
      { class: "texts" },
      make("h3", {}, words("texts"), " ", this.badge),
      this.scroll,
      this.#composer(line),
    );
  }

  #composer(line) {
    const label = words("write", { to: line });
    this.count = make("p", { class: "count" });
    this.draft = make("textarea", { rows: 1, maxlength: LONGEST, "aria-label": label, placeholder: words("write_here") });
    this.draft.value = this.telephone.draft;
    this.draft.addEventListener("input", () => this.#measure());
    this.draft.addEventListener("keydown", (event) => this.#enter(event));
    this.#measure();
    const button = make("button", { type: "submit", class: "button" }, words("send"));
    return make("form", { class: "composer", submit: (event) => this.#submit(event) }, this.draft, button, this.count);
  }

  #measure() {
    const body = (this.telephone.draft = this.draft.value);
    this.count.textContent = words("count", { characters: [...body].length, segments: body ? segments(body) : 0 });
  }

  #enter(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  }

  async #submit(event) {
    event.preventDefault();
    const body = this.draft.value.trim();
    if (!body || !(await this.send(body))) return;
    this.draft.value = "";
    this.#measure();
  }

  add({ type, at, body }) {
    this.none.hidden = true;
    const time = make("time", { datetime: at }, timeOfDay(at));
    this.list.append(make("li", { class: type === "text" ? "got" : "sent" }, make("p", {}, body), time));
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  showUnread(count) {
    this.badge.hidden = count === 0;
    this.badge.textContent = count ? words("new_texts", { count }) : "";
  }
}
