// One stone: its two lists, the exact place in hidden fields, its button and its piece on the square.

const STEPS = ["0.1", "0.3", "0.5", "0.7", "0.9"];
const SIDE = 100;

const hundredth = (share) => Math.round(100 * Math.min(1, Math.max(0, share))) / 100;
const stepOf = (share) => STEPS[Math.min(STEPS.length - 1, Math.floor(share * STEPS.length))];

export class Stone {
  constructor(row, picture) {
    this.row = row;
    this.lists = [...row.querySelectorAll("select")];
    this.exact = this.lists.map((list) => this.takeOver(list));
    this.chip = picture.querySelector(`[data-chip="${row.dataset.stone}"]`);
    this.piece = picture.querySelector(`[data-piece="${row.dataset.stone}"]`);
  }

  takeOver(list) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = list.name;
    field.value = list.value && list.dataset.exact ? list.dataset.exact : list.value;
    list.removeAttribute("name");
    list.after(field);
    return field;
  }

  // Where it is, as shares across and up; null as long as one of the two is missing.
  get place() {
    const [x, y] = this.exact.map((field) => field.value);
    return x && y ? [Number(x), Number(y)] : null;
  }

  put(place) {
    place.forEach((share, axis) => {
      this.exact[axis].value = hundredth(share).toFixed(2);
      this.lists[axis].value = stepOf(hundredth(share));
    });
  }

  remove() {
    for (const field of [...this.exact, ...this.lists]) field.value = "";
  }

  // A direction that was not changed keeps its exact share.
  readList() {
    this.lists.forEach((list, axis) => {
      const field = this.exact[axis];
      if (!list.value || !field.value || stepOf(Number(field.value)) !== list.value) field.value = list.value;
    });
  }

  get words() {
    const { placed, notPlaced } = this.row.dataset;
    if (!this.place) return notPlaced;
    const [across, up] = this.lists.map((list) => list.selectedOptions[0].textContent.trim());
    return placed.replace("{across}", () => across).replace("{up}", () => up);
  }

  draw(chosen) {
    const { place } = this;
    this.chip.setAttribute("aria-pressed", String(chosen));
    this.chip.querySelector("[data-chip-placed]").hidden = !place;
    this.piece.classList.toggle("mm-piece--placed", place !== null);
    this.piece.classList.toggle("mm-piece--chosen", chosen);
    const [x, y] = place ?? [0.5, 0.5];
    this.piece.setAttribute("transform", `translate(${(SIDE * x).toFixed(1)} ${(SIDE * (1 - y)).toFixed(1)})`);
  }
}
