// Ten stories put into an empty triangle, by tap, mouse or keys. The numbers in the page are the truth: this keeps
// a dot for each, and the two in step.

import { listenToDrag, listenToTaps } from "../dragging.js";
import { geometry } from "../triad.js";

const SVG = "http://www.w3.org/2000/svg";
const SMALL = 2;
const BIG = 10;
// Where dots lie that are put on one place, so that each can be seen: there, and in two rings round it.
const APART = 5.4;
const RINGS = [[0, 1, 0], [1, 6, 0], [1.9, 12, 0.26]];
const ROUND = RINGS.flatMap(([far, many, turn]) =>
  Array.from({ length: many }, (_, place) => {
    const angle = turn + (2 * Math.PI * place) / many;
    return [APART * far * Math.cos(angle), APART * far * Math.sin(angle)];
  }),
);

class Expectation {
  constructor(form) {
    this.form = form;
    this.most = Number(form.dataset.most);
    const find = (name) => form.querySelector(`[data-${name}]`);
    Object.assign(this, { field: find("field"), layer: find("dots"), left: find("left"), cursorMark: find("cursor") });
    this.inputs = new Map([...form.querySelectorAll("[data-zone]")].map((input) => [input.dataset.zone, input]));
    this.dots = [];
    this.cursor = geometry.middle;
    for (const [zone, input] of this.inputs) this.fill(zone, this.number(input));
    find("numbers").remove();
    for (const name of ["tap", "keys", "undo"]) find(name).hidden = false;
    this.takeOffButton = find("take-off");
    this.takeOffButton.addEventListener("click", () => this.takeOff());
    find("clear").addEventListener("click", () => this.clear());
    this.makeField(find("keys").id);
    this.listen();
    this.draw();
  }

  makeField(keys) {
    this.field.tabIndex = 0;
    this.field.setAttribute("role", "application");
    this.field.setAttribute("aria-label", "The triangle");
    this.field.setAttribute("aria-describedby", keys);
  }

  number(input) {
    return /^[0-9]{1,2}$/.test(input.value.trim()) ? Math.min(this.most, Number(input.value)) : 0;
  }

  // --- what somebody does ---------------------------------------------------------------------------------

  put(point) {
    if (this.dots.length >= this.most) {
      this.say(`All ${this.most} are put down. Take one off first, or drag one.`);
      return;
    }
    const dot = this.add(this.free(geometry.inside(point)));
    this.count();
    this.say(`${this.label(dot)}. ${this.leftWords()}`);
  }

  takeOff() {
    const dot = this.dots.pop();
    if (!dot) return;
    dot.mark.remove();
    this.count();
    this.say(this.leftWords());
  }

  clear() {
    for (const dot of this.dots.splice(0)) dot.mark.remove();
    this.count();
    this.say(this.leftWords());
  }

  step(zone, by) {
    const input = this.inputs.get(zone);
    input.value = String(Math.min(this.most, Math.max(0, this.number(input) + by)));
    this.fill(zone, this.number(input));
    this.draw();
    this.say(this.leftWords());
  }

  // --- dots -----------------------------------------------------------------------------------------------

  add(point) {
    const mark = document.createElementNS(SVG, "g");
    mark.setAttribute("class", "mm-expect__dot");
    for (const [name, r] of [["hold", 5], ["mark", 2.4]]) {
      const circle = document.createElementNS(SVG, "circle");
      circle.setAttribute("class", `mm-expect__${name}`);
      circle.setAttribute("r", r);
      mark.append(circle);
    }
    const dot = { point, mark };
    this.layer.append(mark);
    this.dots.push(dot);
    listenToDrag(mark, {
      move: (event) => {
        this.dragged = true;
        dot.point = geometry.inside(geometry.at(event, this.field));
        this.count();
      },
      end: ({ moved }) => {
        if (moved) this.say(`${this.label(dot)}. ${this.leftWords()}`);
        else this.put(dot.point); // somebody who taps one place again expects more stories there
      },
    });
    return dot;
  }

  // Puts as many dots into a part as its number says, or takes the newest of them off.
  fill(zone, n) {
    const inside = this.dots.filter((dot) => geometry.zone(dot.point) === zone);
    for (const dot of inside.slice(n)) {
      dot.mark.remove();
      this.dots.splice(this.dots.indexOf(dot), 1);
    }
    for (let place = inside.length; place < n; place += 1) this.add(this.free(geometry.middleOf(zone)));
  }

  // The nearest place to a point, in the same part, that no other dot covers; the point itself when there is none.
  free([x, y]) {
    const zone = geometry.zone([x, y]);
    const places = ROUND.map(([right, down]) => [x + right, y + down]);
    const covered = (place) => this.dots.some(({ point }) => Math.hypot(point[0] - place[0], point[1] - place[1]) < APART - 0.5);
    const fits = (place) => geometry.zone(geometry.inside(place)) === zone && !covered(geometry.inside(place));
    return geometry.inside(places.find(fits) ?? [x, y]);
  }

  // The numbers follow the dots.
  count() {
    for (const [zone, input] of this.inputs) {
      input.value = String(this.dots.filter((dot) => geometry.zone(dot.point) === zone).length);
    }
    this.draw();
  }

  // --- listening ------------------------------------------------------------------------------------------

  listen() {
    this.field.addEventListener("pointerdown", () => {
      this.dragged = false;
    });
    listenToTaps(this.field, (event) => {
      const onDot = event.target.closest(".mm-expect__dot");
      if (!this.dragged && !onDot) this.put(geometry.at(event, this.field));
    });
    this.field.addEventListener("keydown", (event) => this.press(event));
    for (const [zone, input] of this.inputs) {
      input.addEventListener("input", () => {
        this.fill(zone, this.number(input));
        this.draw();
        this.say(this.leftWords());
      });
    }
    for (const button of this.form.querySelectorAll("[data-step]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        const [zone, way] = button.value.split(":");
        this.step(zone, way === "more" ? 1 : -1);
      });
    }
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") this.put(this.cursor);
    else if (event.key === "Backspace" || event.key === "Delete") this.takeOff();
    else {
      const to = geometry.step(event.key, this.cursor, event.shiftKey ? BIG : SMALL, BIG);
      if (!to) return;
      this.cursor = geometry.inside(to);
    }
    event.preventDefault();
    this.draw();
  }

  // --- showing --------------------------------------------------------------------------------------------

  label(dot) {
    return this.inputs.get(geometry.zone(dot.point)).dataset.label;
  }

  leftWords() {
    const left = this.most - this.dots.length;
    if (left === this.most) return "Ten stories to put down.";
    if (left === 0) return "All ten are put down.";
    return left > 0 ? `${left} of ten still to put down.` : `${-left} too many.`;
  }

  say(words) {
    this.left.textContent = words;
  }

  draw() {
    for (const dot of this.dots) geometry.draw(dot.mark, dot.point);
    geometry.draw(this.cursorMark, this.cursor);
    this.takeOffButton.disabled = this.dots.length === 0;
  }
}

const form = document.querySelector("[data-expect]");
if (form) new Expectation(form);
