// The panels in which a half-written story is saved, opened again and deleted.

import { deleteAll, deleteOpened, draftsOf, openDraft, saveDraft } from "./drafts.js";
import { dayInWords, say } from "./words.js";

const SHORTEST = 6;

class Panel {
  constructor(root) {
    this.root = root;
    this.collection = root.dataset.collection;
    this.input = root.querySelector("input");
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do](button);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.enter();
    });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  show(name, focus = "[tabindex]") {
    for (const part of this.root.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
    const shown = this.part(name);
    if (shown) (shown.matches(focus) ? shown : shown.querySelector(focus))?.focus();
  }

  say(error) {
    for (const one of this.root.querySelectorAll("[data-error]")) one.hidden = one.dataset.error !== error;
    this.root.querySelector("[data-group]").classList.toggle("govuk-form-group--error", error !== "");
    this.input.classList.toggle("govuk-input--error", error !== "");
    if (error) this.input.focus();
  }
}

export class Save extends Panel {
  constructor(root, form) {
    super(root);
    this.form = form;
    this.opener = root.querySelector("[data-do=ask]");
  }

  ask() {
    const opens = this.part("panel").hidden;
    this.opener.setAttribute("aria-expanded", String(opens));
    this.show(opens ? "panel" : "");
  }

  cancel() {
    this.input.value = "";
    this.say("");
    this.ask();
    this.opener.focus();
  }

  enter() {
    this.save(this.root.querySelector("[data-do=save]"));
  }

  async save(button) {
    const word = this.input.value.trim();
    if ([...word].length < SHORTEST) return this.say("short");
    this.say("");
    button.disabled = true;
    try {
      const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string" && value);
      const { until } = await saveDraft(this.collection, fields, word);
      this.showSaved(until);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.say("full");
    } finally {
      button.disabled = false;
    }
  }

  showSaved(until) {
    const words = this.root.querySelector("[data-until]");
    words.textContent = say(words.dataset.until, { day: dayInWords(new Date(until)) });
    this.input.value = "";
    this.opener.setAttribute("aria-expanded", "false");
    this.show("saved");
  }

  delete() {
    deleteOpened();
    this.show("deleted");
  }
}

export class Saved extends Panel {
  constructor(root) {
    super(root);
    root.hidden = !draftsOf(this.collection).length;
  }

  enter() {
    this.open(this.root.querySelector("[data-do=open]"));
  }

  async open(button) {
    button.disabled = true;
    const fields = await openDraft(this.collection, this.input.value);
    button.disabled = false;
    if (!fields) return this.say("wrong");
    this.say("");
    this.input.value = "";
    return this.goOn(fields);
  }

  // The server shows the page again on which the telling was saved, as when its language is switched.
  goOn(fields) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: this.root.dataset.action, hidden: true });
    form.enctype = "multipart/form-data";
    form.dataset.telling = "";
    for (const [name, value] of fields) form.append(hiddenField("input", name, value));
    const button = hiddenField("button", "speak", this.root.dataset.language);
    form.append(button);
    this.root.append(form);
    form.requestSubmit(button);
    form.remove();
  }

  delete() {
    this.show("sure");
  }

  keep() {
    this.show("locked", "input");
  }

  "really-delete"() {
    deleteAll(this.collection);
    this.root.hidden = true;
  }
}

function hiddenField(tag, name, value) {
  const field = document.createElement(tag);
  if (tag === "input") field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}
