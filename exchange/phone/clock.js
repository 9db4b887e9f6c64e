// The exchange's time: it may be simulated, and run faster than ours.

import * as exchange from "./exchange.js";

let started = { simulated: Date.now(), real: performance.now(), speed: 1, pace: 1 };
let zone;

export async function setClock() {
  const told = await exchange.time();
  started = { simulated: Date.parse(told.now), real: performance.now(), speed: told.speed, pace: told.pace };
}

export function setZone(name) {
  zone = name || undefined;
}

export function now() {
  return started.simulated + (performance.now() - started.real) * started.speed;
}

// Real seconds since something happened.
export function passed(at) {
  return Math.max(0, (now() - Date.parse(at)) / 1000 / started.speed);
}

// Real seconds of a timeout of keys.
export function waited(seconds) {
  return seconds / started.pace;
}

export function timeOfDay(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { timeZone: zone });
}
