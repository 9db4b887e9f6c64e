// What a telephone's events make of it: its state, its call so far, its texts. Knows no page.

export class Telephone {
  constructor({ number, shows = "" }) {
    this.number = number;
    this.shows = shows;
    this.draft = "";
    this.forget();
  }

  // As it was before anything was heard.
  forget() {
    this.seen = 0;
    this.state = "idle";
    this.caller = "";
    this.awaited = null;
    this.calls = [];
    this.texts = [];
    this.unread = 0;
  }

  get isIdle() {
    return this.state === "idle";
  }

  get isRinging() {
    return this.state === "ringing";
  }

  get isTalking() {
    return this.state === "talking" || this.state === "bridged";
  }

  hear(event) {
    this.seen = event.n;
    const change = CHANGES[event.type];
    if (change) change(this, event);
    if (event.type === "text" || event.type === "writes") this.texts.push(event);
    else if (event.type !== "awaits") this.calls.push(event);
  }
}

const CHANGES = {
  dials: (telephone) => become(telephone, "dialling"),
  rings: (telephone, event) => {
    telephone.caller = event.from;
    become(telephone, "ringing");
  },
  connected: (telephone) => become(telephone, "talking"),
  bridged: (telephone) => become(telephone, "bridged"),
  ended: (telephone) => become(telephone, "idle"),
  says: (telephone) => {
    telephone.awaited = null;
  },
  awaits: (telephone, event) => {
    telephone.awaited = { ...event, keyed: "" };
  },
  keyed: (telephone, event) => {
    if (event.heard && telephone.awaited) telephone.awaited = afterKey(telephone.awaited, event);
  },
};

function become(telephone, state) {
  telephone.state = state;
  telephone.awaited = null;
}

// The wait begins anew with each key, and is over with the last one or the finishing one.
function afterKey(awaited, { key, at }) {
  const finishing = awaited.finish_on_key ?? "";
  const keyed = awaited.keyed + key;
  const isDone = finishing.includes(key) || (awaited.num_digits && keyed.length >= awaited.num_digits);
  return isDone ? null : { ...awaited, keyed, at };
}
