// Drawing round stories: a button turns it on and off, Escape takes back what was drawn and then turns it off.

const HOW =
  "Start inside the triangle and draw a line round some stories. Escape takes it back. The table does the same.";

export class Lasso {
  constructor(box, plot) {
    this.plot = plot;
    this.button = box.querySelector("[data-draw]");
    this.line = box.querySelector("[data-drawn-round]");
    this.before = null; // what was picked before the first line
    box.hidden = false;
    this.button.addEventListener("click", () => this.turn(!this.on));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.on && !event.defaultPrevented) this.back();
    });
  }

  get on() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  turn(on) {
    this.button.setAttribute("aria-pressed", String(on));
    this.line.textContent = on ? HOW : "";
    this.before = null;
    return this.plot.lasso(on);
  }

  // Called when a line was drawn: whether there were stories inside, and what was picked before.
  drawn(hasSome, picked) {
    if (!hasSome) {
      this.line.textContent = "Nothing was inside. Draw round some stories.";
      return false;
    }
    this.line.textContent = "";
    this.before ??= picked;
    return hasSome;
  }

  back() {
    const before = this.before;
    this.before = null;
    if (before) this.onBack(before);
    else this.turn(false);
  }
}
