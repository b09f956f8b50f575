// The stories on this device that are not sent yet: envelopes that only the server can open.
// Used by the pages and by the worker, so that they are sent even when no page is open.

import { drawer } from "./drawer.js";
import { named } from "./site.js";

export const SYNC_TAG = "murmuration-unsent";
const CHANNEL = named("murmuration-unsent");
const PATIENCE = 30_000;

const own = drawer(named("murmuration"), CHANNEL);
export const kept = own.kept;
export const recall = own.recall;
export const remember = own.remember;
export const add = own.add;
export const remove = own.remove;
export const tryAgain = own.tryAgain;
export const forgetEverything = own.forgetEverything;
export const onChange = own.onChange;

// --- sending ------------------------------------------------------------------------------------------

// Sends what waits, one after the other; returns how many still wait. A page and the worker take turns: the
// server takes every story once, so that turns only save signal.
export function flush() {
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(CHANNEL, sendAll);
}

async function sendAll() {
  const waiting = (await kept()).filter((entry) => entry.state === "waiting");
  let left = waiting.length;
  for (const entry of waiting) {
    const settled = await send(entry).catch(() => false);
    if (!settled) break; // no signal, or the server is busy: the others would meet the same
    left -= 1;
  }
  return left;
}

// Whether the server has decided about a story: kept it, or refused it for good. Any other answer is not from
// our server, or says to try again.
async function send(entry) {
  const response = await fetch(entry.address, {
    method: "POST",
    body: new URLSearchParams(entry.envelope),
    headers: { Accept: "application/json" },
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const answer = await response.json();
  if (response.status === 201 && answer.kept === entry.id) {
    await remove(entry.id);
    return true;
  }
  if (response.status < 400 || response.status >= 500 || !answer.error) return false;
  await own.change({ ...entry, state: "refused", reason: answer.error });
  return true;
}
