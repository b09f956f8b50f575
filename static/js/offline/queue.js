// The stories on this device that are not sent yet: envelopes that only the server can open.
// Used by the pages and by the worker, so that they are sent even when no page is open.

export const MOST_KEPT = 50;
export const SYNC_TAG = "murmuration-unsent";
const DATABASE = "murmuration";
const CHANNEL = "murmuration-unsent";
const PATIENCE = 30_000;

// --- what is kept -------------------------------------------------------------------------------------

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("envelopes", { keyPath: "id" });
      request.result.createObjectStore("device", { keyPath: "name" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(name, mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const write = (entry) => inStore("envelopes", "readwrite", (store) => store.put(entry));

export const kept = () => inStore("envelopes", "readonly", (store) => store.getAll());
export const remember = (name, value) => inStore("device", "readwrite", (store) => store.put({ name, value }));

export async function recall(name) {
  return (await inStore("device", "readonly", (store) => store.get(name)))?.value;
}

// Raises RangeError when the device holds as many as it may.
export async function add(envelope, address, day) {
  if ((await kept()).length >= MOST_KEPT) throw new RangeError("this device holds as many stories as it may");
  await write({ id: envelope.id, address, day, state: "waiting", reason: "", envelope });
  announce();
}

export async function remove(id) {
  await inStore("envelopes", "readwrite", (store) => store.delete(id));
  announce();
}

export async function tryAgain() {
  for (const entry of await kept()) await write({ ...entry, state: "waiting", reason: "" });
}

export function forgetEverything() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = resolve;
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

// --- telling pages that something changed -------------------------------------------------------------

function announce() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

export function onChange(act) {
  new BroadcastChannel(CHANNEL).addEventListener("message", act);
}

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
  await write({ ...entry, state: "refused", reason: answer.error });
  announce();
  return true;
}
