// Patterns of numbers, addresses and dates: narratives/identifiers.py in JavaScript. The patterns come in rules.js.

const numbersIn = (words) => (words.match(/[0-9]+/g) ?? []).map(Number);

function isNhs(words) {
  const digits = [...words.replace(/[^0-9]/g, "")].map(Number);
  const sum = digits.slice(0, 9).reduce((total, digit, place) => total + digit * (10 - place), 0);
  return (11 - (sum % 11)) % 11 === digits[9] && new Set(digits).size > 1;
}

function isDate(words) {
  let [one, two, three] = numbersIn(words);
  if (one > 31) [one, two] = [three, two];
  return Math.min(one, two) >= 1 && Math.min(one, two) <= 12 && Math.max(one, two) <= 31;
}

const isNoOrdinal = (words) => !/(?:1st|2nd|3rd|[04-9]th)$/i.test(words);
const hasManyDigits = (words) => 2 * words.replace(/[^0-9]/g, "").length >= words.replace(/[^A-Z0-9]/g, "").length;

function checksWith(lists) {
  const { calendar, not_road: notRoad, never } = lists.near;
  return {
    nhs: isNhs,
    date: isDate,
    no_ordinal: isNoOrdinal,
    many_digits: hasManyDigits,
    postcode(words) {
      const small = words.toLowerCase();
      return isNoOrdinal(words) && !(/[0-9] [a-z]{2}$/.test(small) && never.has(small.slice(-2)));
    },
    plate(words) {
      const small = words.toLowerCase();
      if ((small.match(/[a-z]{2,3}/g) ?? []).some((part) => never.has(part))) return false;
      return !(small.match(/[a-z]{3}/g) ?? []).some((part) => lists.isOrdinary(part));
    },
    road: (words) => !(words.toLowerCase().match(/[a-z]+/g) ?? []).some((part) => calendar.has(part)),
    small_road(words) {
      const parts = words.replace(/^.*[0-9][a-z]?,? /, "").match(/[a-z'’-]+/g).slice(0, -1);
      if (parts.some((part) => notRoad.has(part) || never.has(part))) return false;
      const close = /(?:close|drive|gardens|grove|terrace|lane|court|row|way|hill|view|place|park|st|mews)$/.test(words);
      return !close || !parts.slice(-1).some((part) => lists.isOrdinary(part));
    },
  };
}

export class Identifiers {
  constructor(rules, lists) {
    this.checks = checksWith(lists);
    this.patterns = rules.patterns.map(([kind, pattern, needs, check, anyCase]) => {
      const edge = rules.edges[kind] ?? rules.edges[""];
      return {
        kind,
        check,
        needs: new RegExp(needs),
        beside: new RegExp(edge),
        search: new RegExp(`(?:${pattern})(?!${edge})`, anyCase ? "gi" : "g"),
      };
    });
  }

  in(text) {
    const found = [];
    const taken = new Uint8Array(text.length);
    for (const pattern of this.patterns) {
      if (!pattern.needs.test(text)) continue;
      for (const { start, end } of this.matches(text, pattern)) {
        if (taken.subarray(start, end).includes(1)) continue;
        taken.fill(1, start, end);
        found.push({ start, end, kind: pattern.kind });
      }
    }
    return { found, taken };
  }

  // What counts is the last group, which ends the match; without a group the whole match.
  *matches(text, { search, beside, check }) {
    search.lastIndex = 0;
    for (let match = search.exec(text); match; match = search.exec(text)) {
      const end = match.index + match[0].length;
      const start = end - (match.length > 1 ? match[match.length - 1] : match[0]).length;
      const joined = match.index > 0 && beside.test(text[match.index - 1]);
      if (joined || (check && !this.checks[check](text.slice(start, end)))) {
        search.lastIndex = match.index + 1;
        continue;
      }
      yield { start, end };
    }
  }
}
