// A drawer on this device: envelopes that only the server can open, and beside them what it takes to make more of them.
// Pages and workers look into the same drawer, each through a module that names it.

const MOST_KEPT = 50;

export function drawer(name, channelName) {
  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("envelopes", { keyPath: "id" });
        request.result.createObjectStore("device", { keyPath: "name" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function inStore(store, mode, act) {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: "strict" });
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  // Whether anything was ever kept here: looking must not make a database on a device that was not asked to keep one.
  async function isUsed() {
    if (!indexedDB.databases) return true;
    return (await indexedDB.databases()).some((one) => one.name === name);
  }

  async function kept() {
    return (await isUsed()) ? inStore("envelopes", "readonly", (store) => store.getAll()) : [];
  }

  async function recall(what) {
    if (!(await isUsed())) return undefined;
    return (await inStore("device", "readonly", (store) => store.get(what)))?.value;
  }

  const remember = (what, value) => inStore("device", "readwrite", (store) => store.put({ name: what, value }));

  // Raises RangeError when the device holds as many as it may.
  async function add(envelope, more) {
    if ((await kept()).length >= MOST_KEPT) throw new RangeError("this device holds as many as it may");
    await change({ id: envelope.id, ...more, state: "waiting", reason: "", envelope });
  }

  async function change(entry) {
    await inStore("envelopes", "readwrite", (store) => store.put(entry));
    announce();
  }

  async function remove(id) {
    await inStore("envelopes", "readwrite", (store) => store.delete(id));
    announce();
  }

  // What was refused waits again as well.
  async function tryAgain() {
    for (const entry of await kept()) await change({ ...entry, state: "waiting", reason: "" });
  }

  function forgetEverything() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = request.onblocked = () => reject(request.error);
    });
  }

  function announce() {
    const channel = new BroadcastChannel(channelName);
    channel.postMessage("changed");
    channel.close();
  }

  function onChange(act) {
    new BroadcastChannel(channelName).addEventListener("message", act);
  }

  return { isUsed, kept, recall, remember, add, change, remove, tryAgain, forgetEverything, onChange };
}
