// The service worker: opens kept pages when there is no signal, and sends what waits when signal is back.
// Everything is imported at the top: a worker may not import later, and the sending would fail when it is needed.

import { CACHE } from "./pages.js";
import { flush, SYNC_TAG } from "./queue.js";
import { SITE } from "./site.js";

const PATIENCE = 5_000; // a bar of signal that brings nothing is no signal

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(sendEverything());
});

// A sync that fails is tried again by the browser.
async function sendEverything() {
  if (await flush()) throw new Error("stories still wait");
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.headers.has("Range")) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request);
  const arriving = fetch(request);
  if (held) return Promise.race([arriving.catch(() => held), patience(held)]);
  if (request.mode !== "navigate") return arriving;
  return arriving.catch(async () => (await standIn(request, cache)) ?? Response.error());
}

function patience(held) {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, held));
}

// Without signal every page of a collection leads to its whole form on one page.
async function standIn(request, cache) {
  const wanted = new URL(request.url);
  const [, share, collection] = wanted.pathname.slice(SITE.length).split("/");
  const language = wanted.searchParams.get("lang");
  const pages = (await cache.keys()).map((one) => new URL(one.url));
  const wholes = pages.filter((page) => page.pathname === `${SITE}/${share}/${collection}/whole`);
  const same = pages.filter((page) => page.pathname === wanted.pathname);
  const candidates = same.length ? same : wholes;
  const page = candidates.find((one) => one.searchParams.get("lang") === language) ?? candidates[0];
  return page ? Response.redirect(page.href) : null;
}
