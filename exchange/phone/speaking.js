// Words said into a telephone: into a message after the tone, or to whom it is connected with.

import { make } from "./dom.js";
import { words } from "./language.js";

export class Speaking {
  constructor(say) {
    const label = words("your_words");
    this.words = make("input", { type: "text", "aria-label": label, placeholder: label, maxlength: 400 });
    const button = make("button", { type: "submit", class: "button" }, words("say"));
    const submit = async (event) => {
      event.preventDefault();
      const said = this.words.value.trim();
      if (said && (await say(said))) this.words.value = "";
    };
    this.element = make("form", { class: "speaking", submit }, this.words, button);
    this.show(false);
  }

  show(isPossible) {
    this.element.hidden = !isPossible;
  }
}
