// The page of places moves through time: a slider, steps, and Play. Colours, numbers and links follow at once from
// one table of all readings; what else the page says is fetched once the slider rests.

const data = JSON.parse(document.getElementById("places-data").textContent);
const values = data.values.map((text) => text.split(",").map((part) => (part === "" ? null : Number(part))));
const time = document.querySelector("[data-time]");
const slider = document.getElementById("time");
const shown = time.querySelector("[data-shown]");
const play = time.querySelector("[data-play]");
const told = document.querySelector("[data-told]");
const list = document.getElementById("at");
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const A_STEP = 900;
const CELL = 10;
let playing = 0;
let now = data.now;
let rested = data.now;
let asked = 0;
let marks = findMarks();

const toneOf = (place) => data.words[data.verdicts[place][now]];
const stepOf = (value) => data.steps.findIndex(([below]) => value < below);

function numberOf(place, value) {
  return value === null ? "–" : `${data.signs[toneOf(place)[0]] ?? ""}${value}`;
}

const colourOf = (value) => (value === null ? "#ffffff" : data.steps[stepOf(value)][1]);

function fillOf(place, value) {
  if (value === null) return "url(#mm-none)";
  const [tone] = toneOf(place);
  return tone in data.signs ? `url(#mm-${tone}-${stepOf(value)})` : colourOf(value);
}

function movedOf(place, value) {
  const before = data.before < 0 ? null : values[place][data.before];
  if (value === null || before === null) return "–";
  const moved = value - before;
  return moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0";
}

function saidOf(place, value) {
  const name = data.groups[place];
  if (value === null) return `${name}: fewer than ${data.k} stories`;
  const before = data.before < 0 ? null : values[place][data.before];
  return `${name}: ${value}${before === null ? "" : `, from ${before}`}. ${toneOf(place)[1]}`;
}

// What follows the slider, found once: a map of a kingdom has some thousand marks.
function findMarks() {
  return [...document.querySelectorAll("[data-place]")].map((mark) => {
    const all = (name) => [...mark.querySelectorAll(`[${name}]`), ...(mark.matches(`[${name}]`) ? [mark] : [])];
    return {
      mark,
      place: Number(mark.dataset.place),
      fills: all("data-fill"),
      bands: all("data-band"),
      inks: all("data-ink"),
      numbers: all("data-number"),
      moved: all("data-moved"),
      words: all("data-words"),
      markers: all("data-marker"),
      links: all("data-map"),
    };
  });
}

function drawMark({ mark, place, fills, bands, inks, numbers, moved, words, markers }) {
  const value = values[place][now];
  for (const one of fills) one.setAttribute("fill", fillOf(place, value));
  for (const one of bands) one.setAttribute("fill", colourOf(value));
  for (const one of inks) one.setAttribute("fill", value === null ? "#1b2a30" : data.steps[stepOf(value)][2]);
  for (const one of numbers) one.textContent = numberOf(place, value);
  for (const one of moved) one.textContent = movedOf(place, value);
  for (const one of words) one.textContent = toneOf(place)[1];
  for (const one of markers) one.setAttribute("x", now * CELL);
  if (!mark.matches("[data-tone]")) return;
  for (const tone of ["hot", "calm", "usual", "none"]) mark.classList.toggle(`mm-place--${tone}`, tone === toneOf(place)[0]);
}

// Where a link leads and what is read aloud: needed when somebody comes to it, not at every step of time.
function nameMark({ mark, place, links }) {
  for (const link of links) {
    const address = new URL(link.getAttribute("href"), location.href);
    address.searchParams.set("from", data.periods[now][0]);
    address.searchParams.set("to", data.periods[now][1]);
    link.setAttribute("href", address.pathname + address.search);
  }
  if (!mark.matches("[data-said]")) return;
  mark.setAttribute("aria-label", saidOf(place, values[place][now]));
  mark.querySelector("title").textContent = saidOf(place, values[place][now]);
}

function nameWhatIsMet(event) {
  const met = event.target.closest?.("[data-place]");
  const found = met && marks.find(({ mark }) => mark === met);
  if (found) nameMark(found);
}

function draw(place) {
  now = place;
  const words = data.periods[now][2];
  slider.value = String(now);
  slider.setAttribute("aria-valuetext", words);
  shown.textContent = words;
  list.value = data.periods[now][0];
  marks.forEach(drawMark);
  for (const when of document.querySelectorAll("[data-when]")) when.textContent = words;
  document.querySelector("[data-places]")?.classList.toggle("mm-places--moving", now !== rested);
  document.querySelector("[data-region=table]").classList.toggle("mm-moving", now !== rested);
  for (const button of time.querySelectorAll("[data-step]")) {
    const to = now + Number(button.dataset.step);
    button.setAttribute("aria-disabled", String(to < 0 || to >= data.periods.length));
  }
}

function addressOfNow() {
  const address = new URL(location.href);
  address.searchParams.set("at", data.periods[now][0]);
  address.searchParams.set("before", data.before < 0 ? "none" : data.periods[data.before][0]);
  return address;
}

// The whole page of the moment shown, its parts put in place of those that are of another moment.
async function rest() {
  marks.forEach(nameMark);
  const place = now;
  const mine = (asked += 1);
  const address = addressOfNow();
  history.replaceState(null, "", address);
  if (now === rested) return;
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin" });
  } catch {
    return; // no signal: colours and numbers are right all the same
  }
  if (!answer.ok || answer.redirected) {
    location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked || place !== now) return;
  for (const region of document.querySelectorAll("[data-region]")) {
    const fresh = page.querySelector(`[data-region="${region.dataset.region}"]`);
    // A map is right already, and long: only triangles are made anew.
    if (!fresh || region.querySelector(".mm-areas")) continue;
    const link = region.contains(document.activeElement) ? document.activeElement.closest("[data-place]")?.dataset.place : "";
    region.replaceChildren(...fresh.childNodes);
    if (link) (region.querySelector(`[data-place="${link}"] a`) ?? region).focus({ preventScroll: true });
  }
  rested = place;
  marks = findMarks();
  draw(place);
  told.textContent = document.querySelector("[data-region=news]").textContent.trim().replace(/\s+/g, " ");
}

function stop() {
  window.clearInterval(playing);
  playing = 0;
  play.textContent = "Play";
  rest();
}

function advance() {
  draw(now + 1);
  if (now === data.periods.length - 1) stop();
}

play.addEventListener("click", () => {
  if (playing) {
    stop();
    return;
  }
  if (now === data.periods.length - 1) draw(0);
  play.textContent = "Pause";
  playing = window.setInterval(advance, A_STEP);
});

for (const button of time.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const to = now + Number(button.dataset.step);
    if (playing) stop();
    if (to < 0 || to >= data.periods.length) return;
    draw(to);
    rest();
  });
}

slider.addEventListener("input", () => {
  if (playing) stop();
  draw(Number(slider.value));
});
slider.addEventListener("change", rest);

function start() {
  play.hidden = STILL.matches; // whoever asked for less movement steps at their own pace
  if (playing && STILL.matches) stop();
}

if (data.periods.length > 1) {
  time.hidden = false;
  document.querySelector("[data-list=at]").hidden = true;
  STILL.addEventListener("change", start);
  start();
  draw(now);
  document.addEventListener("pointerdown", nameWhatIsMet);
  document.addEventListener("focusin", nameWhatIsMet);
}
