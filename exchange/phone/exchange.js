// The exchange by HTTP: what one does with a telephone, and what telephones hear.

const PATIENCE = 20; // seconds one question for events stays open

export class Refused extends Error {}

async function ask(method, path, body, signal) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await fetch(`/exchange${path}`, { method, signal, ...sent });
  const told = await response.json();
  if (!response.ok) throw new Refused(told.error);
  return told;
}

const handset = (number, what) => `/handsets/${encodeURIComponent(number)}/${what}`;

export const dial = (number, to, as) => ask("POST", handset(number, "dial"), { to, as });
export const press = (number, keys) => ask("POST", handset(number, "press"), { keys });
export const answer = (number) => ask("POST", handset(number, "answer"), {});
export const reject = (number) => ask("POST", handset(number, "reject"), {});
export const hangUp = (number) => ask("POST", handset(number, "hangup"), {});
export const say = (number, text) => ask("POST", handset(number, "say"), { text });
export const text = (number, to, body) => ask("POST", handset(number, "text"), { to, body });
export const lines = () => ask("GET", "/numbers");
export const time = () => ask("GET", "/time");

export function people(query) {
  return ask("GET", `/people?${new URLSearchParams(query)}`);
}

// `places` are pairs of a number and the last event seen of it; the answer has the later events by number.
export function listen(places, signal) {
  const query = new URLSearchParams(places.map(([number, event]) => ["after", `${number}:${event}`]));
  query.set("wait", PATIENCE);
  return ask("GET", `/events?${query}`, undefined, signal);
}
