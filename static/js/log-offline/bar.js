// How much waits on this device, above every page of the log; opened, each entry with what can be done about it.

import { dayInWords, fillWords, say } from "../offline/words.js";
import { data, part } from "./page.js";
import { kept, recall, remove, tryAgain } from "./queue.js";
import { flush } from "./sending.js";

const OLD_KEY_DAYS = 30;
let asked = 0;

// Put there in one step: a number that goes away and comes back would look as if everything had been sent.
export async function showBar() {
  const turn = ++asked;
  const entries = await kept();
  const owner = data.owner || (await recall("owner"));
  const bar = entries.length ? await barAbout(entries, owner) : null;
  if (turn !== asked) return; // asked again meanwhile: that answer is newer
  const old = document.querySelector(".mm-unsent");
  const list = bar?.querySelector("details");
  if (list) list.open = old?.querySelector("details")?.open ?? false;
  old?.remove();
  if (bar) document.querySelector("main").before(bar);
}

async function barAbout(entries, owner) {
  const bar = part("log-unsent");
  const own = entries.filter((entry) => entry.owner === owner);
  const others = entries.length - own.length;
  fillWords(bar, { number: own.length, others });
  const shown = {
    own: own.length > 0,
    other: others === 1,
    others: others > 1,
    refused: own.some((entry) => entry.state === "refused"),
    old: await keyIsOld(),
  };
  bar.querySelector("[data-list]").append(...own.map(rowOf));
  for (const one of bar.querySelectorAll("[data-if]")) {
    if (!shown[one.dataset.if]) one.remove();
  }
  bar.addEventListener("click", act);
  return bar;
}

async function keyIsOld() {
  const fetched = (await recall("key"))?.fetched;
  return Boolean(fetched) && Date.now() - Date.parse(fetched) > OLD_KEY_DAYS * 86_400_000;
}

function rowOf(entry) {
  const row = part("log-unsent-row");
  const day = dayInWords(new Date(`${entry.day}T12:00:00`));
  fillWords(row, { day, reason: entry.reason });
  for (const one of row.querySelectorAll("[data-when]")) {
    if (one.dataset.when !== entry.state) one.remove();
  }
  for (const button of row.querySelectorAll("[data-label]")) {
    button.setAttribute("aria-label", say(button.dataset.label, { day }));
  }
  row.dataset.id = entry.id;
  return row;
}

// --- what the buttons do ------------------------------------------------------------------------------

const ACTIONS = {
  async send() {
    await tryAgain();
    await flush();
    await showBar();
  },
  discard(row) {
    row.querySelector("[data-sure]").hidden = false;
    row.querySelector("[data-do=really-discard]").focus();
  },
  keep(row) {
    row.querySelector("[data-sure]").hidden = true;
    row.querySelector("[data-do=discard]").focus();
  },
  async "really-discard"(row) {
    await remove(row.dataset.id);
    await showBar();
    (document.querySelector(".mm-unsent summary") ?? document.querySelector("h1"))?.focus();
  },
};

function act(event) {
  const button = event.target.closest("[data-do]");
  if (button) ACTIONS[button.dataset.do]?.(button.closest("li"));
}
