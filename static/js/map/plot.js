// The large triad, drawn with Plotly in the place of the server's picture: it answers the pointer and the lasso.

import { figure } from "./layers.js";
import { cellAt, cellsInside } from "./grid.js";

const NEAR = 8; // pixels: as near to a dot counts as on it
const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, doubleClick: false, scrollZoom: false };

export class Plot {
  // onPick(cells) when one is clicked, onDrawn(cells) when a line was drawn round some, onRead(cell) for a dot.
  constructor(element, { onPick, onDrawn, onRead }) {
    Object.assign(this, { element, onPick, onDrawn, onRead, dragmode: false, held: false, waiting: false });
    element.addEventListener("pointerdown", () => {
      this.held = true;
    });
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => this.release());
  }

  // A drawing that arrives while somebody is drawing round stories waits for the end of the line.
  release() {
    this.held = false;
    if (this.waiting) setTimeout(() => this.draw(this.shape));
  }

  async draw(shape) {
    this.shape = shape;
    this.waiting = this.held;
    if (this.held) return;
    const { traces, layout } = figure(shape, this.element.clientWidth || 514, this.dragmode);
    const first = !this.element.classList.contains("js-plotly-plot");
    await window.Plotly.react(this.element, traces, layout, CONFIG);
    if (first) this.listen();
  }

  listen() {
    this.element.on("plotly_click", ({ points, event }) => {
      const dot = this.onRead && !this.dragmode && this.dotAt(event);
      if (dot) this.onRead(cellAt(dot, this.shape.grid));
      else if (this.shape.picks) this.onPick([points[0].customdata]);
    });
    this.element.on("plotly_selected", (event) => {
      if (!event) return; // the line was taken away again
      window.Plotly.relayout(this.element, { selections: [] });
      // Empty places too: a story that arrives there later is inside the line as well.
      if (event.lassoPoints) this.onDrawn(cellsInside(event.lassoPoints.x, event.lassoPoints.y, this.shape.grid));
    });
  }

  // The dot under the pointer, if there is one.
  dotAt({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    const scale = box.width / 1028;
    const [x, y] = [(clientX - box.left) / scale - 14, (clientY - box.top) / scale - 14];
    let [nearest, found] = [NEAR / scale, null];
    for (let at = 0; at < this.shape.dots.length; at += 2) {
      const away = Math.hypot(this.shape.dots[at] - x, this.shape.dots[at + 1] - y);
      if (away < nearest) [nearest, found] = [away, [this.shape.dots[at], this.shape.dots[at + 1]]];
    }
    return found;
  }

  async lasso(on) {
    this.dragmode = on ? "lasso" : false;
    await window.Plotly.relayout(this.element, { dragmode: this.dragmode, selections: [] });
  }
}
