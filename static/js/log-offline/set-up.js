// Making a device log without signal for one practitioner and one collection, keeping it up to date, undoing all of it.

import { keepPages } from "../offline/pages.js";
import { data } from "./page.js";
import { CACHE, forgetEverything, recall, remember } from "./queue.js";

export const canWork = () => window.isSecureContext && "serviceWorker" in navigator && "caches" in window;
export const registration = () => navigator.serviceWorker.getRegistration(data.scope);

export async function turnOn(shell) {
  try {
    await navigator.serviceWorker.register(data.worker, { scope: data.scope, type: "module" });
    await update(shell);
    await navigator.storage?.persist?.(); // otherwise a browser may clear away what it has not seen used for a week
  } catch (error) {
    await unkeep();
    throw error;
  }
}

// Once a day, for the one it was set up for: the form changes, and so does the key.
export async function refresh() {
  const shell = await recall("shell");
  if (!shell || (await recall("owner")) !== data.owner) return;
  if ((await recall("updated")) !== new Date().toDateString()) await update(shell);
}

async function update(shell) {
  await keepPages([shell], CACHE, "same-origin");
  await remember("owner", data.owner);
  await remember("key", { id: data.key, point: data.point, fetched: new Date().toISOString().slice(0, 10) });
  await remember("shell", shell);
  await remember("updated", new Date().toDateString());
}

async function unkeep() {
  await (await registration())?.unregister();
  await caches.delete(CACHE);
}

export async function turnOff() {
  await unkeep();
  await forgetEverything();
}
