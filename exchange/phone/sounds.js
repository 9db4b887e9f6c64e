// The tones of a telephone, made by the browser: keys (DTMF, ITU-T Q.23), ringing, ring back, busy, a text.

import { isOn } from "./switches.js";

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const LAYOUT = ["123", "456", "789", "*0#"];
const LOUD = 0.08;

let context;
const cycles = new Map(); // what sounds again and again, by telephone

// Sounds frequencies (Hz) together for so many seconds, beginning in `later` seconds.
function sound(frequencies, seconds, later = 0) {
  const isAllowed = navigator.userActivation?.hasBeenActive; // browsers are silent until the page was touched
  if (!isOn() || !isAllowed || !globalThis.AudioContext) return;
  context ??= new AudioContext();
  context.resume();
  const begins = context.currentTime + later;
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setTargetAtTime(LOUD, begins, 0.005);
  volume.gain.setTargetAtTime(0, begins + seconds, 0.01);
  volume.connect(context.destination);
  for (const frequency of frequencies) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(volume);
    tone.start(begins);
    tone.stop(begins + seconds + 0.1);
  }
}

export function key(pressed) {
  const row = LAYOUT.findIndex((keys) => keys.includes(pressed));
  sound([ROWS[row], COLUMNS[LAYOUT[row].indexOf(pressed)]], 0.14);
}

export function busy() {
  for (const beat of [0, 1, 2]) sound([450], 0.35, beat * 0.7);
}

export function textArrives() {
  sound([880], 0.12);
  sound([1175], 0.18, 0.16);
}

function ring() {
  for (const beat of [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]) sound([beat % 0.2 < 0.05 ? 1060 : 1330], 0.08, beat);
}

const PATTERNS = {
  ringing: [ring, 3000],
  dialling: [() => sound([450], 1), 5000], // China's ring back: 1 s in 5
};

// Lets a telephone sound as its state asks, until that changes.
export function sustain(number, state) {
  const running = cycles.get(number);
  if (running?.state === state) return;
  clearInterval(running?.timer);
  cycles.delete(number);
  if (!PATTERNS[state]) return;
  const [beat, period] = PATTERNS[state];
  beat();
  cycles.set(number, { state, timer: setInterval(beat, period) });
}
