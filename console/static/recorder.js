// A sentence is spoken into the clerk's microphone: recorded, turned into the WAV that the line plays, put where a file is chosen.
"use strict";

const RATE = 8000; // frames a second, as telephones have them
const LONGEST = 30000; // milliseconds
const HEAD = 44; // bytes of a WAV before its sound

const recorder = document.querySelector(".recorder");
const button = (name) => recorder.querySelector(`[data-do="${name}"]`);
const say = (word) => {
  recorder.querySelector("[role=status]").textContent = word ? recorder.dataset[word] : "";
};

let taking = null; // the MediaRecorder, while it runs
let heard = null; // the AudioBuffer that was recorded last

function wav(samples) {
  const bytes = new DataView(new ArrayBuffer(HEAD + samples.length * 2));
  const word = (at, text) => [...text].forEach((letter, place) => bytes.setUint8(at + place, letter.charCodeAt(0)));
  word(0, "RIFF");
  bytes.setUint32(4, HEAD - 8 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); // PCM
  bytes.setUint16(22, 1, true); // one channel
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true); // bits
  word(36, "data");
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((one, place) => {
    bytes.setInt16(HEAD + place * 2, Math.round(Math.max(-1, Math.min(1, one)) * 32767), true);
  });
  return bytes.buffer;
}

async function asTelephonesHave(blob) {
  const context = new AudioContext();
  const full = await context.decodeAudioData(await blob.arrayBuffer());
  await context.close();
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(full.duration * RATE)), RATE);
  const source = offline.createBufferSource();
  source.buffer = full;
  source.connect(offline.destination);
  source.start();
  return offline.startRendering();
}

async function keep(pieces) {
  heard = await asTelephonesHave(new Blob(pieces, { type: taking.mimeType }));
  const file = new File([wav(heard.getChannelData(0))], "recorded.wav", { type: "audio/wav" });
  const chosen = new DataTransfer();
  chosen.items.add(file);
  document.querySelector("#field-file").files = chosen.files;
  taking = null;
  button("record").disabled = button("listen").disabled = false;
  say("kept");
}

async function record() {
  let stream;
  button("record").disabled = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    button("record").disabled = false;
    say("refused");
    return;
  }
  const pieces = [];
  taking = new MediaRecorder(stream);
  taking.addEventListener("dataavailable", (event) => pieces.push(event.data));
  taking.addEventListener("stop", () => {
    stream.getTracks().forEach((track) => track.stop());
    keep(pieces).catch(() => say("refused"));
  });
  taking.start();
  window.setTimeout((mine) => mine === taking && stop(), LONGEST, taking);
  button("stop").disabled = false;
  button("listen").disabled = true;
  button("stop").focus();
  say("running");
}

function stop() {
  button("stop").disabled = true;
  taking?.stop();
}

function listen() {
  const context = new AudioContext();
  const source = context.createBufferSource();
  source.buffer = heard;
  source.connect(context.destination);
  source.addEventListener("ended", () => context.close());
  source.start();
}

if (recorder && navigator.mediaDevices && window.MediaRecorder) {
  recorder.hidden = false;
  button("record").addEventListener("click", record);
  button("stop").addEventListener("click", stop);
  button("listen").addEventListener("click", listen);
}
