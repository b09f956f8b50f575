// Sends what waits, but only for whoever is signed in: the entries of somebody else stay as they are.

import { change, kept, remove } from "./queue.js";
import { data } from "./page.js";

const PATIENCE = 30_000;
const SHORT_PATIENCE = 5_000; // a bar of signal that brings nothing is no signal
const FINAL = new Set([404, 409, 410, 422]);
const LOCK = "murmuration-log-sending";

// Who is signed in and the token of their forms; null where nobody is, undefined without signal.
export async function session() {
  let response;
  try {
    response = await fetch(data.session, { redirect: "manual", cache: "no-store", signal: patience(SHORT_PATIENCE) });
  } catch {
    return undefined;
  }
  if (response.type === "opaqueredirect") return null;
  return response.ok ? response.json().catch(() => undefined) : null;
}

const patience = (milliseconds) => AbortSignal.timeout(milliseconds);

// A page after the other: the server takes every entry once, so that turns only save signal.
export function flush() {
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(LOCK, sendAll);
}

// Whether there is nothing left of theirs that could be sent.
async function sendAll() {
  if (!(await kept()).some((entry) => entry.state === "waiting")) return true;
  const who = await session();
  if (!who) return false;
  const own = (await kept()).filter((entry) => entry.state === "waiting" && entry.owner === who.owner);
  for (const entry of own) {
    const settled = await send(entry, who.form_token).catch(() => false);
    if (!settled) return false; // no signal, or the server is busy: the others would meet the same
  }
  return true;
}

// Whether the server has decided: logged it, or refused it for good. Any other answer is not from our server, or says
// to try again.
async function send(entry, token) {
  const response = await fetch(data.sealed, {
    method: "POST",
    body: new URLSearchParams({ ...entry.envelope, owner: entry.owner, form_token: token }),
    headers: { Accept: "application/json" },
    redirect: "error",
    cache: "no-store",
    signal: patience(PATIENCE),
  });
  const answer = await response.json();
  if (response.status === 201 && answer.kept === entry.id) {
    await remove(entry.id);
    return true;
  }
  if (!FINAL.has(response.status) || !answer.error) return false;
  await change({ ...entry, state: "refused", reason: answer.error });
  return true;
}
