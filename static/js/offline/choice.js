// The page on which telling without signal is chosen, where one sees what waits, and where everything is removed.

import { homeOf } from "./home.js";
import { flush, kept, onChange, remove, tryAgain } from "./queue.js";
import { canWork, registrationOf, turnOff, turnOn } from "./set-up.js";
import { dayInWords, fillWords, say } from "./words.js";

const root = document.getElementById("device");
const home = homeOf(document);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
let installation = null;

const STATES = ["not-here", "off", "working", "failed", "on", "removed"];

function show(...names) {
  for (const name of STATES) part(name).hidden = !names.includes(name);
}

async function showState() {
  if (!canWork()) return show("not-here");
  if (!(await registrationOf(home))) return show("off");
  show("on");
  offerInstallation();
  return showStories();
}

async function showStories() {
  const entries = await kept();
  part("none").hidden = entries.length > 0;
  part("some").hidden = entries.length === 0;
  root.querySelector("[data-list]").replaceChildren(...entries.map(rowOf));
}

function rowOf(entry) {
  const row = home.part("unsent-row");
  const day = dayInWords(new Date(`${entry.day}T12:00:00`));
  fillWords(row, { day, reason: entry.reason });
  for (const part of row.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== entry.state;
  const button = row.querySelector("[data-label]");
  button.setAttribute("aria-label", say(button.dataset.label, { day }));
  row.dataset.id = entry.id;
  return row;
}

// --- what the buttons do ------------------------------------------------------------------------------

const ACTIONS = {
  async "turn-on"() {
    show("working");
    try {
      await turnOn(home);
      await showState();
      document.getElementById("on-title").focus();
    } catch {
      show("off", "failed");
      part("failed").focus();
    }
  },
  async send() {
    await tryAgain();
    part("still").hidden = !(await flush());
    await showStories();
  },
  async "remove-one"(button) {
    await remove(button.closest("li").dataset.id);
    await showStories();
  },
  async "remove-all"() {
    if (!(await kept()).length) return ACTIONS["really-remove"]();
    part("sure").hidden = false;
    return document.getElementById("sure-title").focus();
  },
  async "really-remove"() {
    await turnOff(home);
    part("sure").hidden = true;
    document.querySelector("link[rel=manifest]")?.remove();
    show("off", "removed");
    part("removed").focus();
  },
  keep() {
    part("sure").hidden = true;
  },
  async install() {
    await installation?.prompt();
    part("install").hidden = true;
  },
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) ACTIONS[button.dataset.do](button);
});

// --- installing ---------------------------------------------------------------------------------------

// The browser is told what could be installed only now: before, it would offer that to everybody.
function offerInstallation() {
  if (!home.data.manifest || document.querySelector("link[rel=manifest]")) return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = home.data.manifest;
  document.head.append(link);
}

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installation = event;
  part("install").hidden = false;
});

onChange(showStories);
await showState();
