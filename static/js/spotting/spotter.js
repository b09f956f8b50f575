// What in a text could show who somebody is: narratives/redaction.py in JavaScript, with the same rules.

import { Identifiers } from "./identifiers.js";
import { NameLists } from "./lists.js";
import { Names } from "./names.js";
import { RULES } from "./rules.js";

export class Spotter {
  constructor(rules = RULES) {
    const lists = new NameLists(rules);
    this.identifiers = new Identifiers(rules, lists);
    this.names = new Names(rules, lists);
    this.plainly = new Map(Object.entries(rules.plain));
  }

  // From left to right, never overlapping: { start, end, kind, words }.
  spot(text) {
    const seen = [...text].map((letter) => this.plainly.get(letter) ?? letter).join("");
    const { found, taken } = this.identifiers.in(seen);
    for (const { start, end } of this.names.in(seen)) {
      if (!taken.subarray(start, end).includes(1)) found.push({ start, end, kind: "name" });
    }
    found.sort((one, other) => one.start - other.start);
    return found.map((one) => ({ ...one, words: text.slice(one.start, one.end) }));
  }
}

export const sameness = (words) => words.replace(/\s+/g, " ").trim().toLowerCase();
