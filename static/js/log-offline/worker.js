// The service worker of the log: opens the kept form when there is no signal. It sends nothing: that needs somebody
// who is signed in. Everything is imported at the top, since a worker may not import later.

import { SITE } from "../offline/site.js";
import { CACHE } from "./queue.js";

const PATIENCE = 5_000; // a bar of signal that brings nothing is no signal
const LOG = `${SITE}/log`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === LOG || address.pathname.startsWith(`${LOG}/`)) event.respondWith(page(request));
  } else if (!address.pathname.endsWith(".json")) event.respondWith(file(request));
});

async function file(request) {
  const held = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
  const arriving = fetch(request);
  if (!held) return arriving;
  return Promise.race([arriving.catch(() => held), later(held)]);
}

// Without signal every page of the log leads to the form.
async function page(request) {
  const arriving = fetch(request);
  const instead = await formFor(request);
  if (!instead) return arriving;
  return Promise.race([arriving.catch(() => instead), later(instead)]);
}

async function formFor(request) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request, { ignoreVary: true });
  if (held) return held;
  const form = (await cache.keys()).find((one) => new URL(one.url).pathname.startsWith(`${LOG}/offline/`));
  return form ? Response.redirect(form.url) : null;
}

function later(answer) {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, answer));
}
