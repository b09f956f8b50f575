// The word lists behind the search for names, unpacked from rules.js: narratives/name_lists.py in JavaScript.

const MARKS = /[\u0300-\u036f]/g;
const APOSTROPHES = /['’ʼ`]/g;
const ASCII = /^[\x00-\x7f]*$/;

// Each word: a capital for how many letters it shares with the one before, then the rest of it.
function unpacked(packed) {
  const words = new Set();
  let before = "";
  for (const [, shared, rest] of packed.matchAll(/([A-Z])([a-z'-]*)/g)) {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
    words.add(before);
  }
  return words;
}

const whole = (source) => new RegExp(`^(?:${source})$`);

export class NameLists {
  constructor(rules) {
    for (const [name, packed] of Object.entries(rules.lists)) this[name] = unpacked(packed);
    this.near = {};
    for (const [name, words] of Object.entries(rules.contexts)) this.near[name] = unpacked(words);
    this.shapes = {};
    for (const [name, source] of Object.entries(rules.shapes)) this.shapes[name] = whole(source);
    this.endings = rules.endings;
    this.letters = new Map(Object.entries(rules.letters));
  }

  // A word in small letters without accents and apostrophes, as the lists hold it.
  fold(word) {
    const small = word.toLowerCase();
    if (ASCII.test(small)) return small.replace(APOSTROPHES, "");
    const known = [...small].map((letter) => this.letters.get(letter) ?? letter).join("");
    return known.normalize("NFD").replace(MARKS, "").replace(APOSTROPHES, "");
  }

  isGiven(word) {
    return this.given.has(word) || this.shapes.given.test(word);
  }

  isSurname(word) {
    return this.surnames.has(word) || this.shapes.surname.test(word);
  }

  isPlace(word) {
    return this.places.has(word) || (word.endsWith("s") && this.places.has(word.slice(0, -1)));
  }

  isOrdinary(word) {
    return this.isListed(word) || this.shapes.ordinary.test(word);
  }

  isSure(word) {
    if (word.length < 3 || this.ordinary.has(word) || this.places.has(word)) return false;
    if (this.isGiven(word)) return true;
    return word.length > 3 && this.isSurname(word) && !this.isListed(word);
  }

  isListed(word) {
    if (this.ordinary.has(word)) return true;
    return this.endings.some((ending) => {
      const base = word.slice(0, -ending.length);
      return base.length > 2 && word.endsWith(ending) && this.isBase(base);
    });
  }

  isBase(base) {
    const undoubled = base[base.length - 1] === base[base.length - 2] ? base.slice(0, -1) : base;
    return this.ordinary.has(base) || this.ordinary.has(`${base}e`) || this.ordinary.has(undoubled);
  }
}
