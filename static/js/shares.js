// A place given in whole hundredths, by typing or with buttons. The numbers always make 100: the one that is
// changed stays as it is, and the others share the rest as they did before.

// Arabic, Persian and Devanagari digits count as well as 0 to 9.
const ZEROS = [0x0030, 0x0660, 0x06f0, 0x0966];

export function readNumber(typed) {
  const digits = [...typed.trim()].map((character) => {
    const zero = ZEROS.find((code) => character.codePointAt(0) >= code && character.codePointAt(0) < code + 10);
    return zero === undefined ? NaN : character.codePointAt(0) - zero;
  });
  const number = digits.length ? Number(digits.join("")) : NaN;
  return number <= 100 ? number : NaN;
}

export function shareOut(parts, changed, number) {
  const rest = 100 - number;
  const others = parts.reduce((sum, part, place) => (place === changed ? sum : sum + part), 0);
  const last = changed === parts.length - 1 ? parts.length - 2 : parts.length - 1;
  let left = rest;
  const shared = parts.map((part, place) => {
    if (place === changed || place === last) return 0;
    const own = Math.round(others ? (rest * part) / others : rest / (parts.length - 1));
    left -= own;
    return own;
  });
  shared[changed] = number;
  shared[last] = left;
  return shared;
}

// What somebody typed into fields that were all empty; null as long as it does not settle every number.
export function complete(typed) {
  const missing = typed.filter((number) => number === null).length;
  const sum = typed.reduce((total, number) => total + (number ?? 0), 0);
  if (missing === 1 && sum <= 100) return typed.map((number) => number ?? 100 - sum);
  if (missing || !sum) return null;
  const parts = typed.map((number) => Math.round((100 * number) / sum));
  const most = parts.indexOf(Math.max(...parts));
  parts[most] += 100 - parts.reduce((total, part) => total + part, 0);
  return parts;
}

export class Shares {
  constructor(root, placement) {
    this.placement = placement;
    this.box = root.querySelector("[data-numbers]");
    this.says = root.querySelector("[data-numbers-say]");
    this.rows = [...this.box.querySelectorAll("[data-share]")];
    this.fields = this.rows.map((row) => row.querySelector("input"));
    this.rows.forEach((row, place) => {
      this.fields[place].addEventListener("change", () => this.type(place));
      this.fields[place].addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // it would send the form
        this.type(place);
      });
      for (const button of row.querySelectorAll("button")) {
        button.addEventListener("click", () => this.step(place, Number(button.dataset.step)));
      }
    });
  }

  get parts() {
    const { point, geometry } = this.placement;
    return point === null ? null : geometry.parts(point);
  }

  type(place) {
    const typed = this.fields.map((field) => (field.value.trim() ? readNumber(field.value) : null));
    const wrong = typed.some(Number.isNaN);
    this.fields.forEach((field, at) => field.setAttribute("aria-invalid", String(Number.isNaN(typed[at]))));
    if (wrong) {
      this.says.textContent = this.box.querySelector("[data-wrong]").dataset.wrong;
      return;
    }
    const changed = typed[place];
    const parts = this.parts && changed !== null ? shareOut(this.parts, place, changed) : complete(typed);
    if (parts) this.place(parts);
  }

  step(place, by) {
    const { geometry } = this.placement;
    const parts = this.parts ?? geometry.parts(geometry.middle);
    this.place(shareOut(parts, place, Math.min(100, Math.max(0, parts[place] + by))));
  }

  place(parts) {
    this.placement.place(this.placement.geometry.fromParts(parts), "numbers");
    this.says.textContent = this.placement.words();
  }

  draw() {
    const { parts } = this;
    this.fields.forEach((field, place) => {
      field.value = parts ? parts[place] : "";
      field.setAttribute("aria-invalid", "false");
    });
    this.says.textContent = "";
  }
}
