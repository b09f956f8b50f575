// What Plotly draws of a triad. Cells in colour steps and dots are paths below; borders, contours, averages and the
// invisible middles of cells, which answer the pointer, are traces above. The server says which colours stand for
// which numbers. All places are in the units of its own picture.

import { SIDE, TALL, borderOf, cellAt, cellCorners, middle, pointAt } from "./grid.js";

const INK = "#1b2a30";
const QUIET = "#8b979b";
const DOT = "#0b363b";
const MEAN = "#c2571a";
const PALE = 0.3;
const SANS = '"Helvetica Neue", Helvetica, Arial, sans-serif';
const FRAME = [[SIDE / 2, 0], [0, TALL], [SIDE, TALL], [SIDE / 2, 0]];
const ZONE_LINES = [
  [pointAt(0.6, 0), pointAt(0.6, 0.4)],
  [pointAt(0.4, 0), pointAt(0, 0.4)],
  [pointAt(0.4, 0.6), pointAt(0, 0.6)],
  [pointAt(0.6, 0.2), pointAt(0.2, 0.2), pointAt(0.2, 0.6), pointAt(0.6, 0.2)],
];
const EIGHT = [...Array(8).keys()].map((one) => [Math.cos((one * Math.PI) / 4), Math.sin((one * Math.PI) / 4)]);

export const told = (n) => (n === 1 ? "1 story" : `${n.toLocaleString("en-GB")} stories`);

const closed = (corners) => `M${corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;

function path(outlines, fillcolor, opacity, line) {
  return { type: "path", layer: "below", path: outlines, fillcolor, opacity, line };
}

// The cells of one colour are one path; those that are not picked while others are, a paler one.
function cellShapes(shape, picked, corners) {
  const made = [];
  for (const [low, high, colour] of shape.steps) {
    for (const front of [false, true]) {
      const isMeant = (n, number) => n >= low && n <= high && (picked.size === 0 || picked.has(number)) === front;
      const outlines = corners.filter((_, number) => shape.cells[number] > 0 && isMeant(shape.cells[number], number));
      if (outlines.length === 0) continue;
      made.push(path(outlines.map(closed).join(""), colour, front ? 1 : PALE, { width: 0.4, color: colour }));
    }
  }
  return made;
}

// Dots are one path too: as Plotly's own markers they are an element each, and three times slower at 2,000.
function dotShapes(shape, picked, width) {
  const radius = (Math.min(5.5, Math.max(2.5, width / 110)) / 2) * (1028 / width);
  const paths = { back: "", front: "" };
  for (let place = 0; place < shape.dots.length; place += 2) {
    const [x, y] = [shape.dots[place], shape.dots[place + 1]];
    const isFront = picked.size === 0 || picked.has(cellAt([x, y], shape.grid));
    const round = EIGHT.map(([across, down]) => [x + radius * across, y + radius * down]);
    paths[isFront ? "front" : "back"] += closed(round);
  }
  const some = [[paths.back, 0.15], [paths.front, 0.62]].filter(([outlines]) => outlines);
  return some.map(([outlines, opacity]) => path(outlines, DOT, opacity, { width: 0 }));
}

// One trace over several lines, with a gap between them.
function lines(several, line, more = {}) {
  const points = several.flatMap((one) => [...one, null]);
  const [x, y] = [0, 1].map((axis) => points.map((place) => place && place[axis]));
  return { type: "scatter", mode: "lines", x, y, line, hoverinfo: "skip", showlegend: false, ...more };
}

function marker([x, y], look) {
  const shown = { type: "scatter", mode: "markers", x: [x], y: [y], hoverinfo: "skip", showlegend: false };
  const kept = { marker: { opacity: 1 } }; // a lasso would fade it
  const drawn = { size: 13, color: MEAN, line: { color: "#ffffff", width: 1.5 }, ...look };
  return { ...shown, selected: kept, unselected: kept, marker: drawn };
}

function averages(shape) {
  const round = { symbol: "circle", size: 11, color: "#ffffff", line: { color: MEAN, width: 2.5 } };
  const made = [];
  const inside = { fill: "toself", fillcolor: "rgba(194,87,26,0.2)" };
  if (shape.region) made.push(lines([shape.region], { color: MEAN, width: 1.4 }, inside));
  if (shape.centre) made.push(marker(shape.centre, round));
  if (shape.mean) made.push(marker(shape.mean, { symbol: "diamond" }));
  return made;
}

function borders(picked, corners) {
  const found = borderOf(picked, corners);
  if (found.length === 0) return [];
  return [lines(found, { color: "#ffffff", width: 5 }), lines(found, { color: INK, width: 2.6 }, { name: "picked" })];
}

// What answers the pointer: the middle of every cell that holds a story or is picked.
function middles(shape, picked, corners, width) {
  const cells = corners.map((one, number) => ({ at: middle(one), number, n: shape.cells[number] }));
  const some = cells.filter(({ n, number }) => n > 0 || picked.has(number));
  const all = Math.max(1, shape.cells.reduce((sum, n) => sum + n, 0));
  const hint = (number) => (shape.picks ? `<br>Click to ${picked.has(number) ? "leave out" : "pick"}` : "");
  // Plain words: bold ones would be styled inline, which the content policy forbids.
  const percent = (n) => (100 * n < all && n > 0 ? "under 1%" : `${Math.round((100 * n) / all)}%`);
  const said = ({ n, number }) => `${told(n)}, ${percent(n)}${hint(number)}<extra></extra>`;
  const unseen = { marker: { opacity: 0 } };
  return {
    ...{ type: "scatter", mode: "markers", name: "middles", showlegend: false, hoverinfo: "text" },
    x: some.map((one) => one.at[0]),
    y: some.map((one) => one.at[1]),
    marker: { size: Math.max(8, width / 28), opacity: 0 },
    // Unselected points would fade in a lasso; the cells under them should not.
    ...{ selected: unseen, unselected: unseen },
    customdata: some.map(({ number }) => number),
    hovertemplate: some.map(said),
  };
}

// Traces and layout in the same frame as the server's picture has, so that one can take the place of the other.
export function figure(shape, width, dragmode) {
  const picked = new Set(shape.picked);
  const corners = cellCorners(shape.grid);
  const contours = shape.contours.map(({ lines: several }, place) => {
    const look = { width: Math.max(1.2, ((7 - 2 * place) * width) / 1028), dash: "solid" };
    if (place === shape.contours.length - 1) look.dash = "7px 4px";
    return lines(several, { color: INK, ...look }, { name: "contour" });
  });
  const axis = (range) => ({ range, visible: false, fixedrange: true });
  const traces = [
    lines(ZONE_LINES, { color: QUIET, width: 1, dash: "dot" }),
    lines([FRAME], { color: INK, width: 1.8 }),
    ...borders(picked, corners),
    ...contours,
    ...averages(shape),
    middles(shape, picked, corners, width),
  ];
  const layout = {
    autosize: true,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: SANS, size: 14, color: INK },
    hoverlabel: { bgcolor: INK, bordercolor: INK, font: { color: "#ffffff", family: SANS } },
    hovermode: "closest",
    dragmode,
    newselection: { line: { color: MEAN, width: 2, dash: "solid" } },
    shapes: [...cellShapes(shape, picked, corners), ...dotShapes(shape, picked, width)],
    xaxis: axis([-14, 1014]),
    yaxis: axis([880, -14]),
  };
  return { traces, layout };
}
