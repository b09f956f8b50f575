// The geometry of a dyad: a value from 0 (first end) to 1 (second end), held as a percentage along the line.

import { Placement } from "./placement.js";

const STEPS = 7;
const MARGIN = 6; // per cent of the picture's width left free at both ends of the line

export const geometry = {
  middle: 50,

  inside: (value) => Math.min(100, Math.max(0, value)),

  at(event, field) {
    const box = field.querySelector("svg").getBoundingClientRect();
    const across = (100 * (event.clientX - box.left)) / box.width;
    return (100 * (across - MARGIN)) / (100 - 2 * MARGIN);
  },

  step(key, value, length, big) {
    const moves = {
      ArrowRight: value + length,
      ArrowUp: value + length,
      ArrowLeft: value - length,
      ArrowDown: value - length,
      PageUp: value + big,
      PageDown: value - big,
      Home: 0,
      End: 100,
      1: value - big,
      2: value + big,
      " ": value,
    };
    return moves[key] ?? null;
  },

  zone: (value) => String(Math.min(STEPS - 1, Math.floor((value / 100) * STEPS))),

  middleOf: (step) => (/^[0-6]$/.test(step ?? "") ? (100 * (Number(step) + 0.5)) / STEPS : null),

  read(written) {
    const value = Number(written);
    return Number.isFinite(value) ? this.inside(100 * value) : null;
  },

  write: (value) => (Math.round(value) / 100).toFixed(2),

  draw(dot, value) {
    const across = `${(MARGIN + (value * (100 - 2 * MARGIN)) / 100).toFixed(2)}%`;
    for (const circle of dot.querySelectorAll("circle")) circle.setAttribute("cx", across);
  },

  percent: (value) => Math.round(value),

  parts: (value) => [100 - Math.round(value), Math.round(value)],

  fromParts: ([, high]) => high,
};

export const startDyad = (root) => new Placement(root, geometry);
