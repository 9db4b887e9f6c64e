// The page's own language, by the browser at first and by the switch from then on.

import { WORDS } from "./words.js";

const KEPT = "phone.language";
const LANGUAGES = Object.keys(WORDS);

let current = LANGUAGES.find((language) => language === localStorage.getItem(KEPT)) ?? byBrowser();

function byBrowser() {
  const wanted = navigator.languages.find((tag) => /^(zh|en)\b/.test(tag)) ?? "en";
  return wanted.startsWith("zh") ? "zh-CN" : "en";
}

export const language = () => current;
export const otherLanguage = () => LANGUAGES.find((one) => one !== current);

export function switchLanguage() {
  current = otherLanguage();
  localStorage.setItem(KEPT, current);
}

// The page's words for a key; {fields} are filled in.
export function words(key, fields = {}) {
  return WORDS[current][key].replace(/\{(\w+)\}/g, (_, name) => fields[name]);
}

// Of a text in several languages that of the page, else any.
export function inLanguage(texts = {}) {
  return texts[current] ?? texts[""] ?? Object.values(texts)[0] ?? "";
}

// A carrier's language as browsers know it.
export function tagOf(carriers) {
  return carriers.startsWith("cmn") ? carriers.replace("cmn", "zh") : carriers;
}

export function relabel(root = document) {
  document.documentElement.lang = current;
  for (const element of root.querySelectorAll("[data-words]")) element.textContent = words(element.dataset.words);
}
