// The map page: the server's picture gives way to the live one, and new stories appear in all its parts.

import { Plot } from "./plot.js";
import { Poll, sayAlerts } from "./poll.js";

const map = document.querySelector("[data-live]");
const controls = document.querySelector("[data-controls]");
const said = controls.querySelector("[data-said]");
const pause = controls.querySelector("[data-pause]");
const alertLine = document.querySelector("[data-alerts]");
let plot = null;

async function startPlot() {
  const holder = map.querySelector("[data-plot]");
  const drawn = map.querySelector("[data-drawn]");
  if (!window.Plotly) return; // the server's picture stays
  const shape = JSON.parse(document.getElementById("shape-data").textContent);
  holder.hidden = false;
  holder.classList.add("mm-shape__plot--coming");
  plot = new Plot(holder);
  await plot.draw(shape);
  drawn.hidden = true;
  holder.classList.remove("mm-shape__plot--coming");
  startLasso();
}

function startLasso() {
  const box = map.querySelector("[data-lasso]");
  if (!map.dataset.read) return;
  const button = box.querySelector("[data-draw]");
  const line = box.querySelector("[data-drawn-round]");
  box.hidden = false;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    line.textContent = on ? "Start inside the triangle and draw a line round some stories. The table leads to them without drawing." : "";
    plot.lasso(on, (cells, n) => offer(line, cells, n));
  });
}

function offer(line, cells, n) {
  line.textContent = "";
  if (cells.length === 0) {
    line.textContent = "Nothing was inside. Draw round some stories.";
    return;
  }
  const address = new URL(map.dataset.read, location.href);
  address.searchParams.set("cells", cells.join("-"));
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = address;
  link.textContent = "Read the open stories among them";
  line.append(n === 1 ? "1 story is inside. " : `${n} stories are inside. `, link);
}

// Puts a new rendering in place without moving the keyboard's place or folding what was unfolded.
function replace(region, html) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const unfolded = [...region.querySelectorAll("details[open]")].map((one) => one.id);
  region.innerHTML = html;
  for (const id of unfolded) region.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function show(news) {
  for (const [name, html] of Object.entries(news.regions)) {
    const region = document.querySelector(`[data-region="${name}"]`);
    if (region) replace(region, html);
  }
  sayAlerts(alertLine, news.alerts, alertLine.dataset.changed);
  if (plot) await plot.draw(news.shape);
  else location.reload();
}

function startPolling() {
  const live = "Live: new stories appear by themselves";
  const poll = new Poll(map.dataset.live, map.dataset.serial, {
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
  pause.addEventListener("click", () => {
    poll.pause(!poll.paused);
    pause.textContent = poll.paused ? "Go on with live updates" : "Pause live updates";
    said.textContent = poll.paused ? "Paused" : live;
    controls.classList.toggle("mm-live--paused", poll.paused);
  });
  controls.hidden = false;
}

await startPlot();
startPolling();
