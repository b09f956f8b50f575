// One question answered by placing a marker. The list of answers in the page is the truth: this puts a
// picture in front of it and keeps the two in step. Triads and dyads bring their own geometry.

import { listenToDrag, listenToTaps } from "./dragging.js";
import { Shares } from "./shares.js";
import { Ways } from "./ways.js";

const BIG = 10;
const SMALL = 2;

export class Placement {
  constructor(root, geometry) {
    this.root = root;
    this.geometry = geometry;
    this.list = root.querySelector("[data-answers]");
    this.exact = root.querySelector("[data-exact]");
    this.method = root.querySelector("[data-method]");
    this.insertPicture();
    this.readAnswer();
    this.listen();
    this.numbers = new Shares(root, this);
    this.ways = new Ways(root, { picture: this.picture, list: this.list });
    this.draw();
  }

  insertPicture() {
    for (const template of this.root.querySelectorAll("template")) {
      template.before(template.content.cloneNode(true));
    }
    const find = (name) => this.root.querySelector(`[data-${name}]`);
    this.picture = find("picture");
    this.field = find("field");
    this.dot = find("dot");
    this.keys = find("keys");
    this.readout = find("readout");
    this.clearButton = find("clear");
    this.notApplicable = find("not-applicable");
  }

  readAnswer() {
    const typed = this.exact.value ? this.geometry.read(this.exact.value) : null;
    this.point = typed ?? this.geometry.middleOf(this.chosen()?.value);
    if (!typed) this.forgetExact();
    else if (!this.chosen()) this.radio(this.geometry.zone(typed)).checked = true;
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
    this.point = null;
    this.forgetExact();
    const chosen = this.chosen();
    if (chosen) chosen.checked = false;
    this.draw();
  }

  forgetExact() {
    this.exact.value = "";
    this.method.value = "";
  }

  chooseFromList() {
    this.forgetExact();
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
      (this.ways.listed ? this.radio("na") : this.field).focus();
    });
    this.notApplicable.addEventListener("change", () => this.sayNotApplicable());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("focus", () => this.showKeys());
    this.field.addEventListener("pointerdown", () => {
      this.dragged = false;
    });
    listenToTaps(this.field, (event) => {
      if (!this.dragged) this.place(this.geometry.at(event, this.field), "tap"); // not the end of a drag
    });
    listenToDrag(this.dot, {
      move: (event) => {
        this.dragged = true;
        this.place(this.geometry.at(event, this.field), "drag");
      },
    });
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

  // --- showing --------------------------------------------------------------------------------------

  draw() {
    const answer = this.chosen();
    const says = answer ? answer.labels[0].textContent.trim() : "";
    const notApplicable = answer?.value === "na";
    this.notApplicable.checked = notApplicable;
    this.clearButton.hidden = !answer;
    this.readout.textContent = says;
    this.picture.classList.toggle("mm-picture--not-applicable", notApplicable);
    this.dot.classList.toggle("mm-dot--placed", this.point !== null);
    this.geometry.draw(this.dot, this.point ?? this.geometry.middle);
    this.field.setAttribute("aria-valuenow", this.point === null ? 0 : this.geometry.percent(this.point));
    this.field.setAttribute("aria-valuetext", this.words());
    this.numbers?.draw();
  }

  words() {
    const { unanswered, shares } = this.field.dataset;
    const says = this.readout.textContent;
    if (!says) return unanswered;
    if (this.point === null) return says;
    const [a, b, c] = this.geometry.parts(this.point);
    return `${says}. ${shares.replace("{a}", a).replace("{b}", b).replace("{c}", c)}`;
  }
}
