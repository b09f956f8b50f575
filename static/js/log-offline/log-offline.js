// On every page of a practitioner's log: what waits on this device, sending it, and the form where there is no signal.

import { showBar } from "./bar.js";
import { data, isReady } from "./page.js";
import { isUsed, onChange } from "./queue.js";
import { startSaving } from "./saving.js";
import { flush } from "./sending.js";
import { refresh } from "./set-up.js";

const form = document.querySelector("form[data-log]");
if (form) startSaving(form);
isReady();

async function sendWaiting() {
  if (!(await isUsed())) return;
  await flush();
  await showBar();
}

onChange(showBar);
for (const event of ["online", "pageshow"]) window.addEventListener(event, sendWaiting);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") sendWaiting();
});
if (await isUsed()) {
  await showBar();
  await sendWaiting();
  if (data.owner) await refresh().catch(() => {}); // without signal the kept form stays as it is
}
