// Lets what a telephone hears sound: words by the browser's voice, clause by clause with the silences in between, and recordings.

import { tagOf } from "./language.js";
import { isOn } from "./switches.js";

const voices = globalThis.speechSynthesis;
let queue = Promise.resolve();
let recording; // that is heard now
let turn = 0; // what was begun in an earlier turn is not gone on with

// Whether there is a voice for this language; browsers without any are read, not heard.
export function hasVoice(language) {
  const prefix = tagOf(language).slice(0, 2);
  return Boolean(voices) && voices.getVoices().some((voice) => voice.lang.startsWith(prefix));
}

export function speak({ text, language, rate = 1, clauses = [] }) {
  if (!isOn() || !hasVoice(language)) return;
  const mine = turn;
  for (const clause of clauses.length ? clauses : [{ text, pause: 0 }]) {
    queue = queue.then(() => (mine === turn ? utter(clause, language, rate) : undefined));
  }
}

// What was recorded, in its place among the words.
export function play(sound) {
  if (!isOn()) return;
  const mine = turn;
  queue = queue.then(() => (mine === turn ? hear(sound) : undefined));
}

export function hush() {
  turn += 1;
  voices?.cancel();
  recording?.pause();
}

function hear(sound) {
  return new Promise((resolve) => {
    recording = new Audio(sound);
    for (const end of ["ended", "error", "pause"]) recording.addEventListener(end, resolve);
    recording.play().catch(resolve);
  });
}

function utter({ text, pause }, language, rate) {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = tagOf(language);
    utterance.rate = rate;
    utterance.onend = () => setTimeout(resolve, pause * 1000);
    utterance.onerror = resolve;
    voices.speak(utterance);
  });
}
