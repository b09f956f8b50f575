// Making a device work without signal, keeping it up to date, and undoing all of it.

import { CACHE, keepPages } from "./pages.js";
import { forgetEverything, recall, remember } from "./queue.js";
import { named } from "./site.js";

const DRAFTS = named("murmuration-drafts");

export const canWork = () => window.isSecureContext && "serviceWorker" in navigator && "caches" in window;
export const registrationOf = (home) => navigator.serviceWorker.getRegistration(home.data.scope);

export async function turnOn(home) {
  try {
    await navigator.serviceWorker.register(home.data.worker, { scope: home.data.scope, type: "module" });
    await navigator.serviceWorker.ready;
    await update(home);
    await navigator.storage?.persist?.(); // otherwise a browser may clear away what it has not seen used for a week
  } catch (error) {
    await turnOff(home);
    throw error;
  }
}

// Once a day: the pages change when the form or this software does.
export async function refresh(home) {
  if ((await recall("updated")) !== new Date().toDateString()) await update(home);
}

async function update(home) {
  await keepPages([...new Set([...home.pages, ...((await recall("pages")) ?? [])])]);
  const response = await fetch(home.data.key, { credentials: "omit", cache: "no-store", redirect: "error" });
  const { id, point } = await response.json();
  await remember("key", { id, point, fetched: new Date().toISOString().slice(0, 10) });
  await remember("pages", home.pages);
  await remember("updated", new Date().toDateString());
}

export async function turnOff(home) {
  await (await registrationOf(home))?.unregister();
  await caches.delete(CACHE);
  await forgetEverything();
  localStorage.removeItem(DRAFTS);
  sessionStorage.removeItem(DRAFTS);
}
