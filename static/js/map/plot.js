// A triad drawn with Plotly: filled cells in colour steps, the borders of the zones, dots, the average, and
// invisible centres that answer the pointer. The server says which colours stand for which numbers.

const INK = "#1b2a30";
const QUIET = "#8b979b";
const DOT = "#0b363b";
const MEAN = "#c2571a";
const SANS = '"Helvetica Neue", Helvetica, Arial, sans-serif';

// The corners of every cell as (top, left, right), row by row from the base: the order of narratives/triangle.py.
export function cellCorners(n) {
  const cells = [];
  for (let i = 0; i < n; i += 1) {
    for (let offset = 0; offset < 2 * (n - i) - 1; offset += 1) {
      const k = Math.floor(offset / 2);
      const points = offset % 2 ? [[i, k + 1], [i + 1, k], [i + 1, k + 1]] : [[i, k], [i, k + 1], [i + 1, k]];
      cells.push(points.map(([top, right]) => [top / n, (n - top - right) / n, right / n]));
    }
  }
  return cells;
}

const middle = (corners) => [0, 1, 2].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / 3);

function at(points) {
  const axis = (number) => points.map((point) => (point ? point[number] : null));
  return { type: "scatterternary", a: axis(0), b: axis(1), c: axis(2), showlegend: false };
}

function filled(corners, colour) {
  const outline = corners.flatMap((cell) => [...cell, cell[0], null]);
  return { ...at(outline), mode: "lines", fill: "toself", fillcolor: colour, line: { width: 0.4, color: colour }, hoverinfo: "skip" };
}

const ZONE_LINES = [
  [[0.6, 0.4, 0], [0.6, 0, 0.4]],
  [[0.4, 0.6, 0], [0, 0.6, 0.4]],
  [[0.4, 0, 0.6], [0, 0.4, 0.6]],
  [[0.6, 0.2, 0.2], [0.2, 0.6, 0.2], [0.2, 0.2, 0.6], [0.6, 0.2, 0.2]],
];

function traces(shape, width) {
  const dotSize = Math.min(5.5, Math.max(2.5, width / 110));
  const corners = cellCorners(shape.grid);
  const told = corners.map((cell, number) => ({ cell, number, n: shape.cells[number] })).filter(({ n }) => n > 0);
  const drawn = shape.steps.map(([low, high, colour]) =>
    filled(told.filter(({ n }) => n >= low && n <= high).map(({ cell }) => cell), colour),
  );
  const lines = { ...at(ZONE_LINES.flatMap((line) => [...line, null])), mode: "lines", hoverinfo: "skip" };
  lines.line = { color: QUIET, width: 1, dash: "dot" };
  const dots = { ...at(shape.dots), mode: "markers", hoverinfo: "skip", marker: { size: dotSize, color: DOT, opacity: 0.62 } };
  const mean = { ...at(shape.mean ? [shape.mean] : []), mode: "markers", hoverinfo: "skip" };
  mean.marker = { symbol: "diamond", size: 13, color: MEAN, line: { color: "#ffffff", width: 1.5 } };
  const centres = { ...at(told.map(({ cell }) => middle(cell))), mode: "markers", marker: { size: Math.max(8, width / 30), opacity: 0 } };
  centres.customdata = told.map(({ number, n }) => [number, n]);
  centres.text = told.map(({ n }) => (n === 1 ? "1 story here" : `${n} stories here`));
  centres.hovertemplate = "%{text}<extra></extra>";
  // Unselected points would fade in a lasso; the cells under them should not.
  centres.selected = centres.unselected = { marker: { opacity: 0 } };
  return [...drawn, lines, dots, mean, centres];
}

function layout(dragmode) {
  const axis = { showticklabels: false, ticks: "", showgrid: false, title: { text: "" }, linecolor: INK, linewidth: 1.6, min: 0 };
  return {
    autosize: true,
    margin: { l: 8, r: 8, t: 8, b: 8 },
    paper_bgcolor: "rgba(0,0,0,0)",
    font: { family: SANS, size: 14, color: INK },
    hoverlabel: { bgcolor: INK, bordercolor: INK, font: { color: "#ffffff", family: SANS } },
    dragmode,
    newselection: { line: { color: MEAN, width: 2, dash: "solid" } },
    ternary: { sum: 1, bgcolor: "#ffffff", aaxis: axis, baxis: { ...axis }, caxis: { ...axis } },
  };
}

export class Plot {
  constructor(element) {
    this.element = element;
    this.dragmode = false;
  }

  async draw(shape) {
    this.shape = shape;
    const config = { displayModeBar: false, displaylogo: false, responsive: true, doubleClick: "reset", scrollZoom: false };
    const width = this.element.clientWidth;
    await window.Plotly.react(this.element, traces(shape, width), layout(this.dragmode), config);
  }

  // Lets people draw round stories; `onDrawn` gets the cells inside and how many stories they hold.
  async lasso(on, onDrawn) {
    this.dragmode = on ? "lasso" : false;
    await window.Plotly.relayout(this.element, { dragmode: this.dragmode, selections: [] });
    this.element.removeAllListeners("plotly_selected");
    if (!on) return;
    this.element.on("plotly_selected", (event) => {
      const inside = (event?.points ?? []).map((point) => point.customdata).filter(Array.isArray);
      onDrawn(inside.map(([cell]) => cell), inside.reduce((sum, [, n]) => sum + n, 0));
    });
  }
}
