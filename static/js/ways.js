// The two ways of answering a question: with its picture or with its list. Whoever switches one question
// switches them all, and the form carries the choice in its hidden field `prefer` to the questions to come.

const SWITCHED = "murmuration:way";

function preferenceOf(form) {
  const found = form.elements.namedItem("prefer");
  if (found) return found;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "prefer" });
  (form.querySelector("[data-carried]") ?? form).append(field);
  return field;
}

const prefersList = (form) => preferenceOf(form).value === "list";
const tellAll = (form) => form.dispatchEvent(new CustomEvent(SWITCHED, { detail: prefersList(form) }));

// A page that was seen before is shown again: it holds what was chosen on the others since.
document.addEventListener("murmuration:shown", ({ detail }) => {
  const form = detail.main.querySelector("form");
  if (form?.querySelector("[data-toggle]")) tellAll(form);
});

export class Ways {
  constructor(root, { picture, list }) {
    this.name = root.dataset.name;
    this.picture = picture;
    this.list = list;
    this.hint = root.querySelector("[data-hint]");
    this.toggle = root.querySelector("[data-toggle]");
    this.form = root.closest("form");
    this.toggle.addEventListener("click", () => this.switchAll());
    this.form.addEventListener(SWITCHED, (event) => this.show(event.detail));
    this.show(prefersList(this.form));
  }

  switchAll() {
    const before = this.toggle.getBoundingClientRect().top;
    preferenceOf(this.form).value = this.listed ? "" : "list";
    tellAll(this.form);
    window.scrollBy(0, this.toggle.getBoundingClientRect().top - before);
  }

  show(listed) {
    this.listed = listed;
    this.list.hidden = !listed;
    this.picture.hidden = listed;
    const { hint, toggle } = this;
    hint.textContent = listed ? hint.dataset.forList : hint.dataset.forPicture;
    toggle.textContent = listed ? toggle.dataset.forPicture : toggle.dataset.forList;
    this.pointErrorsHere();
  }

  // The links of the error summary lead to the control that can be seen.
  pointErrorsHere() {
    const picture = `${this.name}-picture`;
    for (const link of document.querySelectorAll(".govuk-error-summary__list a")) {
      const target = decodeURIComponent(link.hash.slice(1));
      if (target === this.name || target === picture) link.hash = this.listed ? this.name : picture;
    }
  }
}
