// The pages of one telling that were seen, in memory: each as it was left, so that going back is instant and works
// without signal. All hold the same answers: a page that is shown again carries what was said on the others since.

const START = "page.start";
const SENT = "page.sent";
const OTHER = "page.other";
const MADE_ANEW = new Set(["page.check"]);
const OF_THE_BUTTON = new Set(["step", "speak", "at", "lang", "website"]);

export const formOf = (main) => main?.querySelector("form[data-telling]") ?? null;

function addressOf(main) {
  if (main.querySelector("[data-sent]")) return SENT;
  if (main.querySelector("[data-begin]")) return START;
  return formOf(main)?.elements.namedItem("at")?.value ?? OTHER;
}

// The names that a page asks for itself, also of boxes that are not ticked and so are not posted.
function askedOn(form) {
  const asked = [...form.elements].filter((control) => control.name && !control.closest("[data-carried]"));
  return new Set(asked.map((control) => control.name));
}

function carryInto(form, fields) {
  const asked = askedOn(form);
  const inputs = fields
    .filter(([name, value]) => typeof value === "string" && !asked.has(name) && !OF_THE_BUTTON.has(name))
    .map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.querySelector("[data-carried]").replaceChildren(...inputs);
}

export class Pages {
  constructor() {
    this.kept = new Map();
    this.receipts = new Map();
    this.telling = 0;
    this.current = null;
    this.address = undefined;
    this.fields = [];
    this.action = "";
    this.wasTyped = false;
  }

  get state() {
    return { at: this.current, telling: this.telling };
  }

  noteTyping() {
    this.wasTyped = true;
  }

  isCurrent(state) {
    return state.telling === this.telling && state.at === this.current;
  }

  isOfThisTelling(state) {
    return state.at === SENT ? this.receipts.has(state.telling) : state.telling === this.telling && this.kept.size > 0;
  }

  // A page that came from the server and is shown from now on.
  enter(page) {
    if (this.current === SENT) this.telling += 1;
    this.current = addressOf(page.main);
    this.kept.set(this.current, page);
  }

  // The story is safe: none of it stays, but the code can be looked at again.
  sent(page) {
    this.kept.clear();
    this.fields = [];
    this.receipts.set(this.telling, page);
    this.current = SENT;
    this.wasTyped = false;
  }

  forget() {
    this.kept.clear();
  }

  // The page of a state, ready to be shown; null when it has to be made anew.
  goTo(state) {
    if (state.at === SENT) {
      this.current = SENT;
      this.telling = state.telling;
      return this.receipts.get(state.telling);
    }
    this.note(document.querySelector("main"));
    const page = this.kept.get(state.at);
    if (!page || MADE_ANEW.has(state.at) || page.main.querySelector(".govuk-error-summary")) return null;
    if (formOf(page.main)) carryInto(formOf(page.main), this.fields);
    this.current = state.at;
    return page;
  }

  // What a page that is left says: pages without a form, such as the first, say nothing and change nothing.
  note(main) {
    const form = formOf(main);
    if (!form) return;
    this.fields = [...new FormData(form)];
    this.action = form.action;
  }

  // The first question as it was left, for somebody who went back to the start and begins again.
  begun(pen) {
    if (pen) this.fields = [...this.fields.filter(([name]) => name !== "pen"), ["pen", pen]];
    return this.wasTyped && this.kept.has("story") ? this.goTo({ at: "story", telling: this.telling }) : null;
  }

  // Everything said so far, as a form that asks for a page would post it.
  asking(at) {
    const posted = new FormData();
    for (const [name, value] of this.fields) if (!OF_THE_BUTTON.has(name) || name === "lang") posted.append(name, value);
    posted.set("at", at);
    posted.set("step", "show");
    return posted;
  }

  // A form that the browser kept while something else was open must not pass for the one that was sent.
  renewKey(main) {
    const key = formOf(main)?.elements.namedItem("key");
    if (!key) return;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
