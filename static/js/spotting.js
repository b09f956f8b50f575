// Before a page with words of the teller's own is posted: looks for words that could show who somebody is and, where
// there are any, asks on the page itself. What it needs, 36 kB, is fetched only now. Where that fails, and over a
// connection that is slow or is to be saved, the server asks.

const PATIENCE = 6000;
const ONWARDS = /^(?:next|check|send)/;

const kit = document.getElementById("spotting");
const names = new Set(kit?.dataset.fields.split(" "));
const line = navigator.connection;
const thin = line?.saveData || /2g/.test(line?.effectiveType ?? "");
let passing = null;
let busy = false;

const textsOf = (form) => [...form.elements].filter((each) => names.has(each.name) && each.type !== "hidden");

function isToBeAsked({ submitter, target }) {
  if (!kit || thin || submitter === passing || submitter?.name !== "step" || !ONWARDS.test(submitter.value)) return false;
  return target.matches("[data-telling]") && textsOf(target).some((text) => text.value.trim());
}

async function isClear(form) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const panel = await Promise.race([import("./spotting/panel.js").then((module) => module.panelWith(kit)), late]);
  return panel === null || panel.ask(form, textsOf(form));
}

async function check(event) {
  if (!isToBeAsked(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy) return;
  busy = true;
  const { submitter, target: form } = event;
  const clear = await isClear(form).catch(() => true);
  busy = false;
  if (!clear || !form.isConnected) return;
  passing = submitter;
  submitter.click();
  passing = null;
}

document.addEventListener("submit", check, true);
