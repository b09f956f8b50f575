// Keying paper forms. The boxes to type into are the truth; each picture shows what its box says, and a click on it
// fills the box. Ctrl or Cmd with Enter saves.

import { placeIn } from "./dragging.js";
import { geometry, hundredths, toPoint } from "./triad.js";

const form = document.querySelector("form[data-keying]");
const save = document.getElementById("save");
const ZONES = [[73, 13, 14], [13, 73, 14], [13, 14, 73], [44, 44, 12], [44, 12, 44], [12, 44, 44], [33, 33, 34]];
const STEPS = 7;
let changed = false;

const numbers = (typed) => (typed.match(/\d+/g) ?? []).map(Number);
const between = (value) => Math.min(100, Math.max(0, Math.round(value)));

// --- what a box says, as a point in its picture -------------------------------------------------------

function pointOfTriad(typed) {
  const parts = numbers(typed);
  if (parts.length === 1) return parts[0] >= 1 && parts[0] <= 7 ? toPoint(ZONES[parts[0] - 1].map((n) => n / 100)) : null;
  if (parts.length === 2) parts.push(100 - parts[0] - parts[1]);
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.length === 3 && parts[2] >= 0 && total >= 98 && total <= 102 ? toPoint(parts.map((n) => n / total)) : null;
}

function pointOfDyad(typed) {
  const [number] = numbers(typed);
  if (number === undefined) return null;
  if (typed.includes("%")) return number <= 100 ? [number, 0] : null;
  return number >= 1 && number <= STEPS ? [(100 * (number - 1)) / (STEPS - 1), 0] : null;
}

function pointOfStone(typed) {
  const [right, up, ...more] = numbers(typed);
  return up !== undefined && more.length === 0 && right <= 100 && up <= 100 ? [right, 100 - up] : null;
}

// --- a click, as it would be typed --------------------------------------------------------------------

const typedFor = {
  triad: (point) => hundredths(geometry.inside(point)).join(" "),
  dyad: ([x]) => `${between(x)}%`,
  stones: ([x, y]) => `${between(x)} ${between(100 - y)}`,
};
const pointOf = { triad: pointOfTriad, dyad: pointOfDyad, stones: pointOfStone };

// Clicks place one stone after another; a box that was entered last comes first.
function boxFor(boxes, entered) {
  if (boxes.length === 1) return boxes[0];
  const empty = boxes.find((box) => !box.value.trim());
  return entered && !entered.value.trim() ? entered : empty ?? entered ?? boxes.at(-1);
}

function start(root) {
  const { key } = root.dataset;
  const picture = root.querySelector("[data-picture]");
  if (!picture) return;
  const boxes = [...root.querySelectorAll("[data-typed]")];
  let entered = null;
  const draw = (box) => {
    const dot = root.querySelector(box.dataset.typed ? `[data-dot="${box.dataset.typed}"]` : "[data-dot]");
    const point = pointOf[key](box.value);
    dot.setAttribute("visibility", point ? "visible" : "hidden");
    if (point) dot.setAttribute("transform", `translate(${point[0].toFixed(2)} ${point[1].toFixed(2)})`);
  };
  for (const box of boxes) {
    box.addEventListener("input", () => draw(box));
    box.addEventListener("focus", () => { entered = box; });
    draw(box);
  }
  picture.addEventListener("click", (event) => {
    const box = boxFor(boxes, entered);
    box.value = typedFor[key](placeIn(picture.querySelector("svg"), event));
    changed = true;
    draw(box);
    box.focus();
  });
  picture.hidden = false;
}

for (const root of form.querySelectorAll("[data-key]")) start(root);
document.querySelector("[data-shortcut]").hidden = false;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(save);
  } else if (event.target.matches("[data-typed]")) {
    event.preventDefault(); // somebody who ends each answer with Enter must not send half a form
  }
});
form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
