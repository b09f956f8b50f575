// A device that many people use. What somebody wrote is cleared when nobody touches the device for a while, and soon
// after it was sent; both can be stopped. Going back in the browser never shows the last person's pages.

const IDLE = 120; // seconds without a touch before it asks
const ASKS = 30; // seconds in which it can be answered
const SENT = 90; // seconds for which the code stays

const find = (name) => document.querySelector(`[data-kiosk-${name}]`);
const asks = find("asks");
const sent = find("sent");
const pause = find("pause");
const start = document.querySelector("a[data-kiosk-clear]").href;
const now = () => Math.floor(Date.now() / 1000);

let touched = now();
let ticked = now();
let asked = null; // since when it asks
let left = null; // seconds for which the code still stays; null before the story was sent
let stopped = false;
let cleared = false;

function clear() {
  cleared = true;
  for (const form of document.forms) form.reset();
  document.querySelector("main").replaceChildren();
  window.location.replace(start);
}

function stay() {
  touched = now();
  asked = null;
  asks.close();
}

const isRecording = () => Boolean(document.querySelector("[data-live]:not([hidden]) [data-act=stop]:not([hidden])"));

function say(place, seconds) {
  place.querySelector("[data-kiosk-left]").textContent = Math.max(0, seconds);
}

function ask() {
  asked = now();
  say(asks, ASKS);
  asks.showModal();
}

function countDown(passed) {
  if (left === null) {
    left = SENT;
    stopped = false;
    pause.textContent = pause.dataset.forPause;
    document.querySelector("main [data-sent]").prepend(sent);
    sent.hidden = false;
  } else if (!stopped && asked === null) {
    left -= passed;
  }
  say(sent, left);
  if (left <= 0) clear();
}

function tick() {
  if (cleared) return;
  const passed = now() - ticked;
  ticked += passed;
  if (document.querySelector("main [data-sent]")) countDown(passed);
  else left = null;
  if (asked !== null) {
    const remaining = ASKS - (now() - asked);
    say(asks, remaining);
    if (remaining <= 0) clear();
  } else if (now() - touched >= IDLE && !isRecording()) {
    ask();
  }
}

for (const kind of ["pointerdown", "keydown", "input", "scroll", "focusin"]) {
  document.addEventListener(kind, () => { touched = now(); }, { capture: true, passive: true });
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-kiosk-clear]")) return;
  event.preventDefault();
  clear();
});
find("stay").addEventListener("click", stay);
asks.addEventListener("cancel", (event) => {
  event.preventDefault();
  stay();
});
pause.addEventListener("click", () => {
  stopped = !stopped;
  pause.textContent = stopped ? pause.dataset.forGo : pause.dataset.forPause;
});
window.addEventListener("pageshow", (event) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (event.persisted || visit?.type === "back_forward") clear();
});
setInterval(tick, 1000);
