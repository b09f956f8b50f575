// One question answered by placing a marker. The list of answers in the page is the truth: this puts a
// picture in front of it and keeps the two in step. Triads and dyads bring their own geometry.

const EVERYWHERE = "murmuration:list";
const BIG = 10;
const SMALL = 2;

export class Placement {
  constructor(root, geometry) {
    this.root = root;
    this.geometry = geometry;
    this.name = root.dataset.name;
    this.list = root.querySelector("[data-answers]");
    this.hint = root.querySelector("[data-hint]");
    this.exact = root.querySelector("[data-exact]");
    this.method = root.querySelector("[data-method]");
    this.prefer = root.closest("form")?.elements.namedItem("prefer") ?? null;
    this.point = null;
    this.insertPicture();
    this.readAnswer();
    this.listen();
    this.showAs(this.prefer?.value === "list");
    this.draw();
  }

  insertPicture() {
    const template = this.root.querySelector("template");
    template.before(template.content.cloneNode(true));
    const find = (name) => this.root.querySelector(`[data-${name}]`);
    this.toggle = find("toggle");
    this.picture = find("picture");
    this.field = find("field");
    this.dot = find("dot");
    this.keys = find("keys");
    this.readout = find("readout");
    this.clearButton = find("clear");
    this.notApplicable = find("not-applicable");
    this.ends = [...this.root.querySelectorAll("[data-anchor]")].map((label) => label.textContent.trim());
  }

  readAnswer() {
    const typed = this.exact.value ? this.geometry.read(this.exact.value) : null;
    this.point = typed ?? this.geometry.middleOf(this.chosen()?.value);
    if (!typed) this.exact.value = "";
  }

  radio(value) {
    return [...this.list.querySelectorAll("input")].find((input) => input.value === value);
  }

  chosen() {
    return this.list.querySelector("input:checked");
  }

  // --- what the teller does -------------------------------------------------------------------------

  place(point, method) {
    this.point = this.geometry.inside(point);
    this.exact.value = this.geometry.write(this.point);
    this.method.value = method;
    this.radio(this.geometry.zone(this.point)).checked = true;
    this.draw();
  }

  clear() {
    this.forgetPoint();
    const chosen = this.chosen();
    if (chosen) chosen.checked = false;
    this.draw();
  }

  forgetPoint() {
    this.point = null;
    this.exact.value = "";
    this.method.value = "";
  }

  chooseFromList() {
    this.forgetPoint();
    this.point = this.geometry.middleOf(this.chosen()?.value);
    this.draw();
  }

  sayNotApplicable() {
    const says = this.notApplicable.checked;
    this.clear();
    this.radio("na").checked = says;
    this.draw();
  }

  // --- listening ------------------------------------------------------------------------------------

  listen() {
    this.list.addEventListener("change", () => this.chooseFromList());
    this.clearButton.addEventListener("click", () => {
      this.clear();
      this.field.focus();
    });
    this.notApplicable.addEventListener("change", () => this.sayNotApplicable());
    this.toggle.addEventListener("click", () => this.toggleEverywhere());
    document.addEventListener(EVERYWHERE, (event) => this.showAs(event.detail));
    this.field.addEventListener("click", (event) => this.tap(event));
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("focus", () => this.showKeys());
    this.listenToDrag();
  }

  tap(event) {
    if (this.dragged) return; // the click that ends a drag with a mouse
    this.place(this.geometry.at(event, this.field), "tap");
  }

  listenToDrag() {
    // Chromium ignores touch-action on shapes inside an SVG: without this the page takes the gesture
    // over after a few moves. On the dot only, so that a swipe on the picture still scrolls the page.
    this.dot.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.field.addEventListener("pointerdown", () => {
      this.dragged = false;
    });
    this.dot.addEventListener("pointerdown", (event) => {
      this.dot.setPointerCapture(event.pointerId);
      this.holding = true;
    });
    this.dot.addEventListener("pointermove", (event) => {
      if (!this.holding) return;
      this.dragged = true;
      this.place(this.geometry.at(event, this.field), "drag");
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.dot.addEventListener(end, () => {
        this.holding = false;
      });
    }
  }

  // Shown from the first keyboard focus on and never hidden again: text that goes away when the focus
  // leaves would move the page under somebody's pointer.
  showKeys() {
    if (this.field.matches(":focus-visible")) this.keys.classList.add("mm-keys--shown");
  }

  press(event) {
    this.showKeys();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!this.chosen()) return;
      event.preventDefault();
      this.clear();
      return;
    }
    const from = this.point ?? this.geometry.middle;
    const to = this.geometry.step(event.key, from, event.shiftKey ? BIG : SMALL, BIG);
    if (to === null || to === undefined) return;
    event.preventDefault();
    this.place(to, "keys");
  }

  // --- picture or list ------------------------------------------------------------------------------

  toggleEverywhere() {
    const before = this.toggle.getBoundingClientRect().top;
    document.dispatchEvent(new CustomEvent(EVERYWHERE, { detail: !this.listed }));
    window.scrollBy(0, this.toggle.getBoundingClientRect().top - before);
  }

  showAs(listed) {
    this.listed = listed;
    this.list.hidden = !listed;
    this.picture.hidden = listed;
    this.hint.textContent = listed ? this.hint.dataset.forList : this.hint.dataset.forPicture;
    this.toggle.textContent = listed ? this.toggle.dataset.forPicture : this.toggle.dataset.forList;
    if (this.prefer) this.prefer.value = listed ? "list" : "";
    this.pointErrorsHere();
  }

  pointErrorsHere() {
    const target = this.listed ? this.name : this.field.id;
    for (const link of document.querySelectorAll(".govuk-error-summary__list a")) {
      const hash = decodeURIComponent(link.hash.slice(1));
      if (hash === this.name || hash === this.field.id) link.hash = target;
    }
  }

  // --- showing --------------------------------------------------------------------------------------

  draw() {
    const answer = this.chosen();
    const says = answer ? this.labelOf(answer) : "";
    const notApplicable = answer?.value === "na";
    this.notApplicable.checked = notApplicable;
    this.clearButton.hidden = !answer;
    this.readout.textContent = says;
    this.picture.classList.toggle("mm-picture--not-applicable", notApplicable);
    this.dot.classList.toggle("mm-dot--placed", this.point !== null);
    this.geometry.draw(this.dot, this.point ?? this.geometry.middle);
    this.field.setAttribute("aria-valuenow", this.point === null ? 0 : this.geometry.percent(this.point));
    this.field.setAttribute("aria-valuetext", this.words(says));
  }

  words(says) {
    if (!says) return this.field.dataset.unanswered;
    return this.point === null ? says : `${says}. ${this.geometry.shares(this.point, this.ends)}`;
  }

  labelOf(input) {
    return input.labels[0].textContent.trim();
  }
}
