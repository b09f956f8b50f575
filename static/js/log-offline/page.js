// What the server says on every page of the log: addresses, the key to seal to, who is signed in, and words.

const script = document.getElementById("log-offline");

export const data = { ...script.dataset };
export const isReady = () => (script.dataset.ready = "");

// A part of the page that is shown when it is needed.
export function part(name) {
  return document.importNode(document.getElementById(name).content, true).firstElementChild;
}
