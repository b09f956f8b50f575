// The map page: the server's picture gives way to the live one, picks on it are followed by everything else, and new
// stories appear in all its parts.

import { sameQuery, toggled, withPart } from "./address.js";
import { Lasso } from "./lasso.js";
import { told } from "./layers.js";
import { Plot } from "./plot.js";
import { Poll, sayAlerts } from "./poll.js";
import { readShape } from "./shape.js";
import { View } from "./view.js";

const map = document.querySelector("[data-live]");
const holder = document.querySelector("[data-plot]"); // absent where there is no triad to draw
const picture = document.querySelector("[data-drawn]");
const controls = document.querySelector("[data-controls]");
const said = controls.querySelector("[data-said]");
const pause = controls.querySelector("[data-pause]");
const alertLine = document.querySelector("[data-alerts]");
let plot = null;
let lasso = null;

// After the first paint: the server's picture is there meanwhile.
function loadPlotly() {
  return new Promise((done) => {
    const script = document.createElement("script");
    script.src = map.dataset.plotly;
    script.addEventListener("load", () => done(true));
    script.addEventListener("error", () => done(false));
    requestAnimationFrame(() => setTimeout(() => document.head.append(script)));
  });
}

async function draw(sent) {
  if (!plot) return;
  const shape = readShape(sent, picture);
  const all = shape.cells.reduce((sum, n) => sum + n, 0);
  await plot.draw(shape);
  holder.parentElement.setAttribute("aria-label", `Triangle of ${told(all)}. The table that follows says the same.`);
}

function pick(cells) {
  choose(toggled(new Set(plot.shape.picked), cells));
}

function drawRound(cells) {
  const some = cells.some((cell) => plot.shape.cells[cell] > 0);
  if (lasso.drawn(some, new Set(plot.shape.picked))) pick(cells);
}

function choose(places) {
  const address = withPart(location.href, plot.shape.id, places);
  address.searchParams.set("triad", plot.shape.id);
  address.hash = "";
  view.go(address);
}

// The stories that lie where a dot does, within everything else that is chosen.
function read(cell) {
  location.assign(sameQuery(map.dataset.stories, withPart(location.href, plot.shape.id, new Set([cell]))));
}

async function startPlot() {
  holder.hidden = false;
  holder.classList.add("mm-shape__plot--coming");
  plot = new Plot(holder, { onPick: pick, onDrawn: drawRound, onRead: map.dataset.stories ? read : null });
  await draw(JSON.parse(document.getElementById("shape-data").textContent));
  picture.hidden = true;
  holder.classList.remove("mm-shape__plot--coming");
  if (!plot.shape.picks) return;
  lasso = new Lasso(document.querySelector("[data-lasso]"), plot);
  lasso.onBack = choose;
}

async function show(news) {
  if (!isFollowed) return location.reload();
  await view.show(news);
  sayAlerts(alertLine, news.alerts, alertLine.dataset.changed);
}

async function startPolling() {
  const live = "Live: new stories appear by themselves";
  const poll = new Poll(() => view.live, map.dataset.serial, {
    onNews: show,
    onTrouble: (trouble) => {
      if (!poll.paused) said.textContent = trouble ? "The server cannot be reached; trying again" : live;
      controls.classList.toggle("mm-live--trouble", trouble);
    },
    onEnd: () => {
      said.textContent = "Live updates have ended. Reload the page to sign in again";
      pause.hidden = true;
      controls.classList.add("mm-live--paused");
    },
  });
  let stream = null;
  if (map.dataset.stream) {
    const { Stream } = await import("./stream.js");
    stream = new Stream(map.dataset.stream, poll);
  }
  pause.addEventListener("click", () => {
    poll.pause(!poll.paused);
    stream?.follow();
    pause.textContent = poll.paused ? "Go on with live updates" : "Pause live updates";
    said.textContent = poll.paused ? "Paused" : live;
    controls.classList.toggle("mm-live--paused", poll.paused);
  });
  controls.hidden = false;
  return poll;
}

const view = new View(map, draw);
// Without Plotly every pick is a visit of its address, and the pictures are the server's.
const isFollowed = !holder || (await loadPlotly());
if (holder && isFollowed) await startPlot();
const poll = await startPolling();
if (isFollowed) {
  view.listen((news) => {
    poll.serial = news.serial;
  });
}
