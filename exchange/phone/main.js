// The page from its beginning: which telephones lie on the desk, what they hear, the two switches.

import * as clock from "./clock.js";
import * as exchange from "./exchange.js";
import * as voice from "./voice.js";
import { choose } from "./chooser.js";
import { Desk, withheld } from "./desk.js";
import { find } from "./dom.js";
import { inLanguage, language, otherLanguage, relabel, switchLanguage, words } from "./language.js";
import { isOn, switchSound } from "./switches.js";

const AGAIN = 1500; // milliseconds until the exchange is asked again
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let desk;
let about = {};
let listening = new AbortController();

function label() {
  relabel();
  const other = otherLanguage();
  find("language").textContent = other === "en" ? "English" : "中文";
  find("language").lang = other;
  find("sound").setAttribute("aria-pressed", String(isOn()));
  find("about").textContent = inLanguage(about) || words(desk?.handsets.length ? "lift_and_listen" : "choose");
}

// The telephones of the address; without any, those the application suggests in the page's language.
async function begin() {
  const suggested = await exchange.people({ most: 20 });
  about = suggested.about;
  clock.setZone(suggested.timezone);
  const written = new URLSearchParams(location.search).getAll("phone");
  return written.length ? named(written) : starters(suggested.people);
}

async function named(written) {
  const places = written.map((one) => one.split(":"));
  const { people } = await exchange.people(places.map(([number]) => ["number", number]));
  return places.map(([number, hides]) => {
    const person = people.find((one) => one.number === number) ?? { number, name: {}, shows: "" };
    return hides ? withheld(person) : person;
  });
}

function starters(people) {
  const first = people.find((person) => person.beside && person.language === language()) ?? people[0];
  const second = people.find((person) => first?.beside && person.number === first.beside);
  return [first, second].filter(Boolean);
}

// Other telephones than before: the address names them, and what they hear is asked for at once.
function remember() {
  const query = new URLSearchParams(desk.written.map((one) => ["phone", one]));
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  listening.abort();
}

async function listen() {
  let isLost = false;
  for (;;) {
    listening = new AbortController();
    try {
      if (isLost) await beginAnew();
      isLost = false;
      hear(await exchange.listen(desk.places, listening.signal));
    } catch (error) {
      if (error.name === "AbortError") continue;
      isLost = true;
      complain(words("no_exchange"));
      await pause(AGAIN);
    }
  }
}

// After an exchange was gone it may be another one: what was heard before is asked for again.
async function beginAnew() {
  await clock.setClock();
  desk.rebuild({ forget: true });
  complain("");
}

function hear(heard) {
  for (const [number, events] of Object.entries(heard)) desk.hear(number, events);
}

function complain(reason) {
  find("trouble").textContent = reason;
  find("trouble").hidden = !reason;
}

function showTime() {
  find("clock").textContent = clock.timeOfDay(clock.now());
}

async function start() {
  const [lines, people] = await Promise.all([exchange.lines(), begin(), clock.setClock()]);
  const line = lines[0]?.number ?? "";
  find("line").textContent = line;
  desk = new Desk(line, choose, remember);
  for (const person of people) desk.lay(person);
  label();
  setInterval(showTime, 500);
  desk.handsets[0]?.element.focus({ preventScroll: true });
  listen();
}

find("language").addEventListener("click", () => {
  switchLanguage();
  label();
  desk.rebuild();
});

find("sound").addEventListener("click", () => {
  switchSound();
  voice.hush();
  label();
  desk.handsets.forEach((handset) => handset.show());
});

find("more").addEventListener("click", async () => {
  const person = await choose();
  if (person) desk.put(person);
});

label();
start().catch((error) => complain(`${words("no_exchange")} ${error.message}`));
