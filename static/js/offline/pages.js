// The pages and files that open without signal.

import { named } from "./site.js";

export const CACHE = named("murmuration-pages");
const LOADED = "script[src], img[src], link[rel=stylesheet][href], link[rel=icon][href]";
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["']((?:\.{1,2})?\/[^"']+\.js(?:\?v=\w+)?)["']/g;

// Fetches every page with all it loads, then keeps them, then drops what belonged to an earlier version.
export async function keepPages(addresses, into = CACHE, credentials = "omit") {
  const found = new Map();
  const files = new Set();
  for (const address of addresses) {
    const response = await fetched(address, credentials);
    found.set(address, response);
    for (const file of filesOf(await response.clone().text(), address)) files.add(file);
  }
  for (const file of files) {
    const response = await fetched(file, credentials); // a set that grows is walked to its end: scripts name others
    found.set(file, response);
    if (new URL(file).pathname.endsWith(".js")) {
      for (const [, name] of (await response.clone().text()).matchAll(IMPORT)) files.add(new URL(name, file).href);
    }
  }
  const cache = await caches.open(into);
  for (const [address, response] of found) await cache.put(address, response);
  const wanted = new Set([...found.keys()].map((address) => new URL(address, location.href).href));
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}

async function fetched(address, credentials) {
  const response = await fetch(address, { credentials, cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error(`${address} could not be fetched`);
  return response;
}

function filesOf(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const scopes = [page, ...[...page.querySelectorAll("template")].map((template) => template.content)];
  return scopes
    .flatMap((scope) => [...scope.querySelectorAll(LOADED)])
    .map((element) => element.getAttribute("src") ?? element.getAttribute("href"))
    .filter((name) => !name.startsWith("data:"))
    .map((name) => new URL(name, new URL(address, location.href)).href);
}
