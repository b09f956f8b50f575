// The page on which logging without signal is chosen, and where everything is removed from the device again.

import { fillWords } from "../offline/words.js";
import { showBar } from "./bar.js";
import { data, part as copyOf } from "./page.js";
import { kept, recall } from "./queue.js";
import { canWork, registration, turnOff, turnOn } from "./set-up.js";

const root = document.getElementById("device");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const STATES = ["not-here", "off", "working", "failed", "on", "others", "removed"];

function show(...names) {
  for (const name of STATES) part(name).hidden = !names.includes(name);
}

async function showState() {
  if (!canWork()) return show("not-here");
  const shell = (await registration()) && (await recall("shell"));
  if (!shell) return show("off");
  if ((await recall("owner")) !== data.owner) return show("others", "off");
  part("on").querySelector("[data-shell]").href = shell;
  return show("on");
}

const ACTIONS = {
  async "turn-on"(button) {
    show("working");
    try {
      await turnOn(button.dataset.shell);
      await showState();
      document.getElementById("on-title").focus();
    } catch {
      show("off", "failed");
      part("failed").focus();
    }
  },
  async "remove-all"() {
    const unsent = (await kept()).length;
    if (!unsent) return ACTIONS["really-remove"]();
    const old = root.querySelector("[data-sure]");
    old?.remove();
    const sure = copyOf("log-sure");
    fillWords(sure, { number: unsent });
    part("on").append(sure);
    return sure.querySelector("h3").focus();
  },
  async "really-remove"() {
    await turnOff();
    root.querySelector("[data-sure]")?.remove();
    await showBar();
    show("off", "removed");
    part("removed").focus();
  },
  keep() {
    root.querySelector("[data-sure]")?.remove();
  },
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) ACTIONS[button.dataset.do](button);
});

await showState();
