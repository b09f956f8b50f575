// Half-written stories that their tellers chose to save on this device, each locked with a word that is not kept.
// They lie in localStorage as ciphertext; whoever knows no word learns how many there are, and until when.

import { fromBase64, randomHex, toBase64 } from "./seal.js";
import { named } from "./site.js";

export const MOST_DRAFTS = 5;
export const KEPT_DAYS = 7;
const PLACE = named("murmuration-drafts");
const ROUNDS = 600_000; // of PBKDF2 with SHA-256, as OWASP's cheat sheet on password storage asks for
const encode = (text) => new TextEncoder().encode(text);

function all() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? [];
  } catch {
    return [];
  }
}

function write(drafts) {
  if (drafts.length) localStorage.setItem(PLACE, JSON.stringify(drafts));
  else localStorage.removeItem(PLACE);
}

// Drafts whose days are over are deleted by the first page that looks.
export function draftsOf(collection, now = Date.now()) {
  const drafts = all();
  const young = drafts.filter((draft) => draft.until > now);
  if (young.length < drafts.length) write(young);
  return young.filter((draft) => draft.collection === collection);
}

// Raises RangeError when the device holds as many as it may.
export async function saveDraft(collection, fields, word, now = Date.now()) {
  const others = all().filter((draft) => draft.id !== opened());
  if (others.length >= MOST_DRAFTS) throw new RangeError("this device holds as many drafts as it may");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const lock = { name: "AES-GCM", iv: nonce, additionalData: encode(collection) };
  const text = await crypto.subtle.encrypt(lock, await keyFrom(word, salt), encode(JSON.stringify(fields)));
  const until = now + KEPT_DAYS * 86_400_000;
  const [saltText, nonceText, locked] = [salt, nonce, text].map(toBase64);
  const draft = { id: randomHex(16), collection, until, salt: saltText, nonce: nonceText, text: locked };
  write([...others, draft]);
  sessionStorage.setItem(PLACE, draft.id);
  return draft;
}

// The fields of the draft that a word opens; null when it opens none.
export async function openDraft(collection, word) {
  for (const draft of draftsOf(collection)) {
    const key = await keyFrom(word, fromBase64(draft.salt));
    const lock = { name: "AES-GCM", iv: fromBase64(draft.nonce), additionalData: encode(collection) };
    try {
      const text = await crypto.subtle.decrypt(lock, key, fromBase64(draft.text));
      sessionStorage.setItem(PLACE, draft.id);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      // another word's draft
    }
  }
  return null;
}

// The draft that this tab saved or opened: the one that is taken off when the story is sent.
const opened = () => sessionStorage.getItem(PLACE);

export function deleteOpened() {
  if (!opened()) return;
  write(all().filter((draft) => draft.id !== opened()));
  sessionStorage.removeItem(PLACE);
}

export function deleteAll(collection) {
  write(all().filter((draft) => draft.collection !== collection));
  sessionStorage.removeItem(PLACE);
}

// A phone's keyboard likes to begin words with a capital: which letters are capitals does not count.
async function keyFrom(word, salt) {
  const typed = encode(word.trim().normalize("NFKC").toLowerCase());
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", iterations: ROUNDS, salt };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
