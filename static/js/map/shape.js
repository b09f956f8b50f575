// A triad's shape as the server sends it, brought into the units of its picture.

import { SIDE, TALL, pointAt } from "./grid.js";

const STEPS = 48;
const place = (shares) => shares && pointAt(shares[0], shares[2]);

// The server's picture holds its dots already, as moves to the next: they are not sent twice.
function dotsDrawn(picture) {
  const dots = [];
  for (const path of picture.querySelectorAll("[data-dots]")) {
    let [x, y] = [0, 0];
    for (const [, move, across, down] of path.getAttribute("d").matchAll(/([mM])(-?\d+) (-?\d+)/g)) {
      x = Number(across) + (move === "m" ? x : 0);
      y = Number(down) + (move === "m" ? y : 0);
      dots.push(x, y);
    }
  }
  return dots;
}

// Later ones come as 16-bit numbers in base64, the lower byte first.
function dotsSent(text) {
  const bytes = atob(text);
  return [...Array(bytes.length / 2).keys()].map((at) => bytes.charCodeAt(2 * at) + 256 * bytes.charCodeAt(2 * at + 1));
}

function outlineOf({ x, y, a, b, angle }) {
  const turn = (angle * Math.PI) / 180;
  return [...Array(STEPS + 1).keys()].map((step) => {
    const round = (2 * Math.PI * step) / STEPS;
    const [along, aside] = [a * Math.cos(round), b * Math.sin(round)];
    const across = x + along * Math.cos(turn) - aside * Math.sin(turn);
    const up = y + along * Math.sin(turn) + aside * Math.cos(turn);
    return [SIDE * across, TALL - SIDE * up];
  });
}

export function readShape(sent, picture) {
  return {
    ...sent,
    dots: typeof sent.dots === "string" ? dotsSent(sent.dots) : dotsDrawn(picture),
    mean: place(sent.mean),
    centre: place(sent.centre),
    region: sent.region && outlineOf(sent.region),
    contours: (sent.contours ?? []).map(({ mass, lines }) => ({ mass, lines: lines.map((line) => line.map(place)) })),
    picked: sent.picked ?? [],
  };
}
