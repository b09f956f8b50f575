// Seals a story to the server's public key: this device cannot read it back, nor can whoever holds it later.
// One-use ECDH on P-256, HKDF-SHA256, AES-256-GCM; store/sealing.py is the other side.

import { SITE } from "./site.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = "murmuration sealed story 1";
const BLOCK = 1024; // sealed stories are filled up to whole blocks, so that their length says little
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // narratives/receipt.py
const CODE_LETTERS = 16;

const encode = (text) => new TextEncoder().encode(text);
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function toBase64(buffer) {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}

export function randomHex(length) {
  return [...random(length)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The fields are spaces-padded JSON; the id is sealed with them, so that no envelope passes for another, nor for one
// of another organisation.
export async function seal({ id: keyId, point }, collection, story) {
  const theirs = fromBase64(point);
  const once = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
  const key = await agree(once.privateKey, theirs, new Uint8Array([...ephemeral, ...theirs]));
  const id = randomHex(16);
  const nonce = random(12);
  const lock = { name: "AES-GCM", iv: nonce, additionalData: encode(`${SITE}${SITE && "/"}${collection}/${id}`) };
  const ciphertext = await crypto.subtle.encrypt(lock, key, padded(story));
  return {
    id,
    key: keyId,
    ephemeral: toBase64(ephemeral),
    nonce: toBase64(nonce),
    ciphertext: toBase64(ciphertext),
  };
}

async function agree(ours, theirs, salt) {
  const server = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, ours, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: encode(PURPOSE) };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

function padded(story) {
  const bytes = encode(JSON.stringify(story));
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(0x20);
  whole.set(bytes);
  return whole;
}

// The code of a sealed story follows from its key alone, so that it can be shown before the server knows of it.
export async function codeOf(key) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encode(`sealed receipt:${key}`)));
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = Array.from({ length: CODE_LETTERS }, (_, place) => {
    return LETTERS[Number.parseInt(bits.slice(5 * place, 5 * place + 5), 2)];
  });
  return letters.join("").match(/.{4}/g).join("-");
}
