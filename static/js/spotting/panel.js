// The part of a page that shows what was noticed in it, each with its sentence and three choices. Everything happens
// in the form: words are replaced in its fields, and what is kept is said in hidden fields of it.

import { sameness, Spotter } from "./spotter.js";

const AROUND = 70;
const part = (root, name) => root.querySelector(`[data-${name}]`);

let spotter = null;

export function panelWith(kit) {
  spotter ??= new Spotter(); // unpacking the lists takes a moment on an old phone
  return new Panel(kit, spotter);
}

// What stands around a piece in its sentence, shortened at a blank.
function sentence(text, { start, end }) {
  let before = text.slice(0, start).split(/[.!?\n]/).pop().trimStart();
  let after = text.slice(end).split(/[.!?\n]/)[0].trimEnd();
  if (before.length > AROUND) before = `… ${before.slice(-AROUND).replace(/^\S* /, "")}`;
  if (after.length > AROUND) after = `${after.slice(0, AROUND).replace(/ \S*$/, "")} …`;
  return { before, after };
}

class Panel {
  constructor(kit, spotter) {
    this.kit = kit;
    this.spotter = spotter;
  }

  // Whether nothing is left to decide; else it is shown.
  ask(form, controls) {
    this.form = form;
    this.controls = controls;
    form.querySelector("[data-panel]")?.remove();
    this.items = this.noticed().map((found, place) => this.item(found, place));
    if (!this.items.length) return true;
    this.show();
    return false;
  }

  noticed() {
    const kept = new Set([...this.form.querySelectorAll("input[name=kept]")].map((input) => sameness(input.value)));
    const found = new Map();
    for (const control of this.controls) {
      for (const one of this.spotter.spot(control.value)) {
        const key = sameness(one.words);
        if (!kept.has(key) && !found.has(key)) found.set(key, { ...one, ...sentence(control.value, one), key, control });
      }
    }
    return [...found.values()];
  }

  show() {
    this.root = part(this.kit.content, "panel").cloneNode(true);
    part(this.root, "list").append(...this.items.map(({ root }) => root));
    part(this.root, "all").hidden = this.items.length < 2;
    this.root.addEventListener("click", (event) => this.press(event));
    const buttons = this.form.querySelectorAll("button.govuk-button[name=step]");
    buttons[buttons.length - 1].before(this.root);
    const title = this.root.querySelector("h2");
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
    this.say();
  }

  item(found, place) {
    const root = part(this.kit.content, "item").cloneNode(true);
    const kind = this.kit.content.querySelector(`[data-kind="${found.kind}"]`);
    const replacement = kind.dataset.suggestion;
    for (const words of root.querySelectorAll("[data-words]")) words.textContent = found.words;
    part(root, "hint").textContent = kind.textContent;
    part(root, "before").textContent = found.before;
    part(root, "after").textContent = found.after;
    const where = part(root, "where");
    where.hidden = found.control.name === "story";
    where.textContent = found.control.labels?.[0]?.textContent.trim() ?? "";
    const replace = root.querySelector("[data-do=replace]");
    replace.textContent = replace.dataset.say.replace("{words}", replacement);
    const heading = root.querySelector("h3");
    heading.id = `spotted-${place}`;
    for (const button of root.querySelectorAll("button")) button.setAttribute("aria-describedby", heading.id);
    return { ...found, root, replacement, undo: null };
  }

  press({ target }) {
    const deed = target.closest("button")?.dataset.do;
    if (!deed) return;
    const chosen = this.items.find(({ root }) => root.contains(target));
    if (deed === "replace-all") this.forAll((item) => this.replace(item));
    else if (deed === "keep-all") this.forAll((item) => this.keep(item));
    else if (deed === "change") this.change(chosen);
    else if (deed === "undo") this.takeBack(chosen);
    else if (deed === "replace") this.decide(chosen, () => this.replace(chosen));
    else this.decide(chosen, () => this.keep(chosen));
  }

  decide(item, deed) {
    deed();
    this.say();
    item.root.querySelector("[data-do=undo]").focus();
  }

  forAll(deed) {
    this.items.filter((item) => !item.undo).forEach(deed);
    this.say();
    this.root.querySelector("h2").focus();
  }

  replace(item) {
    const before = this.controls.map((control) => control.value);
    this.controls.forEach((control) => write(control, this.without(control.value, item)));
    const after = this.controls.map((control) => control.value);
    const undo = () => this.controls.forEach((control, at) => control.value === after[at] && write(control, before[at]));
    this.mark(item, part(item.root, "outcome").dataset.replaced.replace("{words}", item.replacement), undo);
  }

  without(text, { key, replacement }) {
    let last = 0;
    let made = "";
    for (const one of this.spotter.spot(text).filter(({ words }) => sameness(words) === key)) {
      made += text.slice(last, one.start) + replacement;
      last = one.end;
    }
    return made + text.slice(last);
  }

  keep(item) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: item.words });
    this.form.querySelector("[data-carried]").append(input);
    this.mark(item, part(item.root, "outcome").dataset.kept, () => input.remove());
  }

  // To the words themselves, marked, so that typing puts others in their place.
  change({ control, key }) {
    const found = this.spotter.spot(control.value).find(({ words }) => sameness(words) === key);
    control.focus();
    if (found) control.setSelectionRange(found.start, found.end);
    control.scrollIntoView({ block: "center" });
  }

  takeBack(item) {
    item.undo();
    this.mark(item, "", null);
    this.say();
    item.root.querySelector("[data-do=replace]").focus();
  }

  mark(item, outcome, undo) {
    item.undo = undo;
    part(item.root, "outcome").textContent = outcome;
    part(item.root, "choices").hidden = undo !== null;
    part(item.root, "done").hidden = undo === null;
  }

  say() {
    const left = this.items.filter((item) => !item.undo).length;
    part(this.root, "all").hidden = left < 2;
    const words = left ? this.kit.dataset.left.replace("{count}", left) : this.kit.dataset.noneLeft;
    part(this.root, "left").textContent = words;
  }
}

function write(control, text) {
  if (control.value === text) return;
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true })); // the count of characters follows
}
