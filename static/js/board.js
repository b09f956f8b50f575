// The cards of a board, moved by mouse, finger and keyboard. Every move is a form that the page has without scripts:
// it is sent, and the board of the page that answers is put in place of the one that is shown.

import { startDragging } from "./board-drag.js";

const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const SHOWN = new Set([200, 409, 422]); // 409 and 422: the same page, with what was not done and why

const live = document.querySelector("[data-live]");
const board = () => document.querySelector("[data-board]");
const cardCalled = (id) => board().querySelector(`[data-card="${id}"]`);
// One after the other: whoever presses a key twice means both, the second on the board that the first left.
let last = Promise.resolve();

function next(task) {
  last = last.then(task);
  return last;
}

async function send(form, fields, focused) {
  fields.set("revision", board().dataset.revision);
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const made = page.querySelector("[data-board]");
    if (!SHOWN.has(response.status) || !made) {
      location.reload(); // signed out, or taken away: the page itself says so
      return;
    }
    show(made, form, focused);
  } catch {
    live.textContent = "";
    live.textContent = "Nothing was moved: there is no connection. Try again in a moment.";
  }
}

function show(made, sent, focused) {
  keepTyped(made, sent);
  board().replaceWith(made);
  prepare();
  const stopped = made.querySelector(".govuk-error-summary, .board-meanwhile");
  const held = focused && cardCalled(focused)?.querySelector("[data-grip]");
  const done = made.querySelector(".board-done");
  const target = stopped ?? held ?? done;
  if (stopped) stopped.tabIndex = -1;
  target?.focus({ preventScroll: target === held });
  held?.scrollIntoView({ block: "nearest" });
  live.textContent = made.querySelector("[data-said]")?.textContent.trim() ?? "";
}

// What somebody is still typing into another form of the board than the one that was sent.
function keepTyped(made, sent) {
  for (const field of board().querySelectorAll("input[id], textarea[id]")) {
    const same = made.querySelector(`#${CSS.escape(field.id)}`);
    if (!same || sent.contains(field) || field.value === field.defaultValue) continue;
    same.value = field.value;
    const folded = same.closest("details");
    if (folded) folded.open = true;
  }
}

function moved(id, changes) {
  return next(() => {
    const form = cardCalled(id)?.querySelector("[data-move]");
    if (!form) return undefined;
    const fields = new FormData(form);
    for (const [name, value] of Object.entries(changes)) fields.set(name, value);
    return send(form, fields, id);
  });
}

function prepare() {
  for (const shown of board().querySelectorAll("[data-grip], [data-how]")) shown.hidden = false;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!board().contains(form)) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const card = form.closest("[data-card]")?.dataset.card;
  next(() => send(form, fields, card));
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-grip]")?.closest("[data-card]");
  if (!card || !WAYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  moved(card.dataset.card, { do: WAYS[event.key] });
});

if (board()) {
  prepare();
  startDragging(board, (id, to, place) => moved(id, { do: "place", to, place: String(place) }));
}
