// Recording a story. The sound stays in this page's memory, from the page of the story to the one that sends it;
// whoever closes or reloads the page has deleted it. Nothing listens before somebody presses Record.

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
const ENDINGS = { webm: "webm", mp4: "m4a", ogg: "ogg" };
const BITS_PER_SECOND = 32_000; // speech; five minutes are 1.2 MB
const SECOND = 1000;
const REDRAW = 100;

let kept = null; // {file, address, said}
let running = null; // {recorder, stream, clock, sounds, began, full}
let refused = false;
let asking = false;
let said = ""; // the last thing that happened, by the name of its sentence

const part = (root, name) => root.querySelector(`[data-${name}]`);
const act = (root, name) => root.querySelector(`[data-act=${name}]`);
const roots = () => [...document.querySelectorAll("[data-recorder]")];

function clockTime(milliseconds) {
  const seconds = Math.floor(milliseconds / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// --- recording --------------------------------------------------------------------------------------

export async function begin(root) {
  if (running || asking) return;
  asking = true;
  say("asking");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch {
    refused = true;
    say("refused");
    return;
  } finally {
    asking = false;
  }
  forget();
  listen(stream, Number(root.dataset.mostSeconds) * SECOND);
  say("recording");
  roots().forEach((each) => act(each, "stop").focus());
}

function listen(stream, most) {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const pieces = [];
  running = { recorder, stream, sounds: new AudioContext(), began: performance.now(), full: false };
  const meter = running.sounds.createAnalyser();
  running.sounds.createMediaStreamSource(stream).connect(meter);
  running.clock = setInterval(() => tick(meter, most), REDRAW);
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => finish(pieces, recorder.mimeType), { once: true });
  recorder.start();
}

function tick(meter, most) {
  const passed = performance.now() - running.began;
  const wave = new Float32Array(meter.fftSize);
  meter.getFloatTimeDomainData(wave);
  const loudest = wave.reduce((loud, each) => Math.max(loud, Math.abs(each)), 0);
  for (const root of roots()) {
    write(part(root, "time"), clockTime(passed));
    part(root, "level").style.setProperty("--rec-level", Math.min(1, loudest * 1.5).toFixed(2));
  }
  if (passed >= most) {
    running.full = true;
    stop();
  }
}

function stop() {
  if (running?.recorder.state === "recording") running.recorder.stop();
}

function finish(pieces, mimeType) {
  const { stream, clock, sounds, full } = running;
  clearInterval(clock);
  stream.getTracks().forEach((track) => track.stop());
  sounds.close();
  running = null;
  const type = mimeType.split(";")[0];
  const file = new File(pieces, `story.${ENDINGS[type.split("/")[1]] ?? "webm"}`, { type });
  kept = { file, address: URL.createObjectURL(file) };
  say(full ? "full" : "done");
  roots().forEach((each) => act(each, "again").focus());
}

function forget() {
  if (kept) URL.revokeObjectURL(kept.address);
  kept = null;
}

function remove() {
  forget();
  say("deleted");
  roots().forEach((each) => act(each, "record").focus());
}

// --- showing ----------------------------------------------------------------------------------------

function say(name) {
  said = name;
  roots().forEach(draw);
}

function write(line, text) {
  if (line.textContent !== text) line.textContent = text; // writing anything counts as a change of the page
}

function draw(root) {
  const onLastPage = root.dataset.recorder === "check";
  const lost = onLastPage && !kept && !running;
  part(root, "live").hidden = false;
  write(part(root, "status"), root.dataset[said || (lost ? "lost" : "")] ?? "");
  part(root, "meter").hidden = !running;
  part(root, "plain").hidden = !refused && !lost && !root.querySelector(".govuk-error-message");
  const sound = part(root, "sound");
  sound.hidden = !kept;
  if (kept && sound.src !== kept.address) sound.src = kept.address;
  if (!kept) sound.removeAttribute("src");
  act(root, "record").hidden = Boolean(running || kept);
  act(root, "stop").hidden = !running;
  act(root, "again").hidden = !kept || Boolean(running);
  act(root, "delete").hidden = !kept || Boolean(running);
  putIntoForm(root);
}

// The form itself carries the recording, so that it is sent by whatever sends the form.
function putIntoForm(root) {
  const form = root.closest("form");
  const tick = form.querySelector("input[name=spoken]");
  if (tick?.type === "checkbox" && (kept || !refused)) tick.checked = Boolean(kept);
  if (tick?.type === "hidden" && said === "deleted") tick.value = "";
  if (tick?.type === "hidden" && kept) tick.value = "yes";
  const chooser = form.querySelector("input[name=recording]");
  if (!chooser || !kept || chooser.files[0] === kept.file) return;
  const carried = new DataTransfer();
  carried.items.add(kept.file);
  chooser.files = carried.files;
}

// --- beginning --------------------------------------------------------------------------------------

function start(root) {
  root.dataset.started = "yes";
  const does = { record: () => begin(root), again: () => begin(root), stop, delete: remove };
  for (const [name, press] of Object.entries(does)) act(root, name).addEventListener("click", press);
  draw(root);
}

// telling.js puts one page in the place of another: each new one is started, and the old ones are shown anew.
function look() {
  if (running && roots().length === 0) stop();
  if (document.querySelector("[data-sent]")) forget();
  for (const root of roots()) {
    if (root.dataset.started) draw(root);
    else start(root);
  }
}

new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
