// Shows a sentence as it is spoken: its words turn dark one by one, with the silences of its clauses.

import { make } from "./dom.js";
import { tagOf } from "./language.js";

const SYLLABLE = /[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]/g;
const LETTERS_A_SYLLABLE = 3.5; // as the exchange counts

export class Reading {
  constructor({ text, language, seconds, clauses = [] }, passed) {
    this.element = make("p", { class: "words", lang: tagOf(language) });
    const spoken = clauses.length ? clauses : [{ text, pause: 0 }];
    const silent = spoken.reduce((sum, clause) => sum + clause.pause, 0);
    const perLetter = Math.max(0, seconds - silent) / Math.max(1, length(text));
    this.timers = [];
    this.#lay(spoken, seconds ? perLetter : 0, passed);
  }

  #lay(clauses, perLetter, passed) {
    let at = -passed;
    for (const clause of clauses) {
      for (const word of wordsOf(clause.text)) {
        this.#show(make("span", {}, word), at);
        at += length(word) * perLetter;
      }
      at += perLetter ? clause.pause : 0;
    }
  }

  #show(word, seconds) {
    this.element.append(word);
    if (seconds <= 0) word.className = "said";
    else this.timers.push(setTimeout(() => (word.className = "said"), seconds * 1000));
  }

  // It was said to its end.
  finish() {
    this.#stop();
    for (const word of this.element.children) word.className = "said";
  }

  // It was interrupted: what is not dark was never said.
  cut() {
    this.#stop();
    for (const word of this.element.children) word.className ||= "unsaid";
  }

  #stop() {
    this.timers.forEach(clearTimeout);
  }
}

function length(text) {
  return text.length + (LETTERS_A_SYLLABLE - 1) * (text.match(SYLLABLE) ?? []).length;
}

function wordsOf(text) {
  return Array.from(new Intl.Segmenter(undefined, { granularity: "word" }).segment(text), ({ segment }) => segment);
}
