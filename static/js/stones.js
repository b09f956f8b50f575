// Stones: several things, each put on a square by choosing it and tapping where it belongs. The lists in the page
// hold the nearest of five steps a direction; the exact place is posted under their names from hidden fields.

import { listenToDrag, listenToTaps, placeIn } from "./dragging.js";
import { Stone } from "./stone.js";
import { Ways } from "./ways.js";

const SIDE = 100; // of the square, in the picture's units
const BIG = 0.1;
const SMALL = 0.02;
const MOVES = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

class Stones {
  constructor(root) {
    this.root = root;
    const template = root.querySelector("template");
    template.before(template.content.cloneNode(true));
    const find = (name) => root.querySelector(`[data-${name}]`);
    this.list = find("answers");
    this.method = find("method");
    this.picture = find("picture");
    this.field = find("field");
    this.svg = this.field.querySelector("svg");
    this.keys = find("keys");
    this.readout = find("readout");
    this.say = find("say");
    this.takeOff = root.querySelector("button[data-take-off]");
    this.notApplicable = find("not-applicable");
    this.stones = [...root.querySelectorAll("[data-stone]")].map((row) => new Stone(row, this.picture));
    this.chosen = this.stones.find((stone) => !stone.place) ?? this.stones[0];
    this.listen();
    this.ways = new Ways(root, { picture: this.picture, list: this.list });
    this.draw();
  }

  // --- what the teller does -------------------------------------------------------------------------

  choose(stone) {
    this.chosen = stone;
    this.draw();
  }

  put([x, y], method) {
    this.notApplicable.checked = false;
    this.chosen.put([x, y]);
    this.method.value = method;
    this.draw();
  }

  remove() {
    this.chosen.remove();
    if (this.stones.every((stone) => !stone.place)) this.method.value = "";
    this.draw();
  }

  chooseFromList(stone) {
    stone.readList();
    this.method.value = "list";
    this.notApplicable.checked = false;
    this.draw();
  }

  sayNotApplicable() {
    if (this.notApplicable.checked) {
      for (const stone of this.stones) stone.remove();
      this.method.value = "";
    }
    this.draw();
    this.tell();
  }

  // --- listening ------------------------------------------------------------------------------------

  listen() {
    for (const stone of this.stones) {
      stone.row.addEventListener("change", () => this.chooseFromList(stone));
      stone.chip.addEventListener("click", () => this.chooseAndTell(stone));
      listenToDrag(stone.piece, {
        move: (event) => {
          this.dragged = true;
          this.chosen = stone;
          this.put(this.at(event), "drag");
        },
        end: ({ moved }) => {
          this.dragged = true; // a click that follows is no tap on the square
          if (moved) this.tell();
          else this.chooseAndTell(stone);
        },
      });
    }
    this.field.addEventListener("pointerdown", () => {
      this.dragged = false;
    });
    listenToTaps(this.field, (event) => {
      if (this.dragged) return;
      this.put(this.at(event), "tap");
      this.tell();
    });
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("focus", () => this.showKeys());
    this.takeOff.addEventListener("click", () => {
      this.remove();
      this.tell();
      this.field.focus();
    });
    this.notApplicable.addEventListener("change", () => this.sayNotApplicable());
  }

  chooseAndTell(stone) {
    this.choose(stone);
    this.tell();
  }

  at(event) {
    const [x, y] = placeIn(this.svg, event);
    return [x / SIDE, 1 - y / SIDE];
  }

  showKeys() {
    if (this.field.matches(":focus-visible")) this.keys.classList.add("mm-keys--shown");
  }

  press(event) {
    this.showKeys();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const numbered = this.stones[Number(key) - 1];
    if (numbered) this.choose(numbered);
    else if (["Delete", "Backspace", "Escape"].includes(key) && this.chosen.place) this.remove();
    else if (key in MOVES) this.move(MOVES[key], event.shiftKey ? BIG : SMALL);
    else if (key === "Home" || key === " ") this.put(this.chosen.place ?? [0.5, 0.5], "keys");
    else return;
    event.preventDefault();
  }

  move([across, up], length) {
    const [x, y] = this.chosen.place ?? [0.5, 0.5];
    this.put([x + across * length, y + up * length], "keys");
  }

  // --- showing --------------------------------------------------------------------------------------

  // Said aloud after a tap: whoever uses the keys hears the picture's own value instead.
  tell() {
    this.say.textContent = this.field.getAttribute("aria-valuetext");
  }

  draw() {
    const { chosen, notApplicable } = this;
    for (const stone of this.stones) stone.draw(stone === chosen);
    const says = notApplicable.checked ? notApplicable.labels[0].textContent.trim() : chosen.words;
    this.readout.textContent = says;
    this.field.setAttribute("aria-valuetext", says);
    this.field.setAttribute("aria-valuenow", chosen.place ? Math.round(100 * chosen.place[0]) : 0);
    this.takeOff.textContent = chosen.row.dataset.takeOff;
    this.takeOff.hidden = !chosen.place;
    this.picture.classList.toggle("mm-picture--not-applicable", notApplicable.checked);
  }
}

export const startStones = (root) => new Stones(root);
