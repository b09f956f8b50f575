// The geometry of a triad: three shares (top, left, right) that sum to 1.
// On the picture the top corner is (50, 0), left (0, HEIGHT) and right (100, HEIGHT), in the SVG's units.

import { placeIn } from "./dragging.js";
import { Placement } from "./placement.js";

const HEIGHT = 86.6;
const CORNERS = [
  [50, 0],
  [0, HEIGHT],
  [100, HEIGHT],
];
const ZONE_MIDDLES = {
  top: [11 / 15, 2 / 15, 2 / 15],
  left: [2 / 15, 11 / 15, 2 / 15],
  right: [2 / 15, 2 / 15, 11 / 15],
  "top-left": [4 / 9, 4 / 9, 1 / 9],
  "top-right": [4 / 9, 1 / 9, 4 / 9],
  "left-right": [1 / 9, 4 / 9, 4 / 9],
  centre: [1 / 3, 1 / 3, 1 / 3],
};

export function toShares([x, y]) {
  const top = 1 - y / HEIGHT;
  const right = x / 100 - top / 2;
  return [top, 1 - top - right, right];
}

export function toPoint([top, , right]) {
  return [100 * (right + top / 2), HEIGHT * (1 - top)];
}

// Whole hundredths that still sum to a hundred.
export function hundredths(point) {
  const [top, left] = toShares(point).map((share) => Math.round(100 * Math.min(1, Math.max(0, share))));
  const right = 100 - top - left;
  return right < 0 ? [top, left + right, 0] : [top, left, right];
}

function nearestOnEdge([x, y], [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return [ax + t * (bx - ax), ay + t * (by - ay)];
}

const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

function towards(from, to, length) {
  const gap = distance(from, to);
  const t = gap <= length ? 1 : length / gap;
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

export const geometry = {
  middle: toPoint(ZONE_MIDDLES.centre),

  inside(point) {
    if (toShares(point).every((share) => share >= 0)) return point;
    const edges = [0, 1, 2].map((i) => nearestOnEdge(point, CORNERS[i], CORNERS[(i + 1) % 3]));
    return edges.reduce((best, edge) => (distance(edge, point) < distance(best, point) ? edge : best));
  },

  at: (event, field) => placeIn(field.querySelector("svg"), event),

  step(key, [x, y], length, big) {
    const moves = {
      ArrowUp: [x, y - length],
      ArrowDown: [x, y + length],
      ArrowLeft: [x - length, y],
      ArrowRight: [x + length, y],
      PageUp: [x, y - big],
      PageDown: [x, y + big],
      Home: this.middle,
      " ": [x, y],
    };
    const corner = CORNERS["123".indexOf(key)];
    return corner && key.length === 1 ? towards([x, y], corner, big) : moves[key];
  },

  zone(point) {
    const [top, left, right] = hundredths(point);
    const corner = { top, left, right };
    const far = Object.keys(corner).find((name) => corner[name] >= 60);
    if (far) return far;
    const thirds = { "top-left": right, "top-right": left, "left-right": top };
    return Object.keys(thirds).find((name) => thirds[name] < 20) ?? "centre";
  },

  middleOf(zone) {
    return zone in ZONE_MIDDLES ? toPoint(ZONE_MIDDLES[zone]) : null;
  },

  read(written) {
    const shares = written.split(",").map(Number);
    return shares.length === 3 && shares.every(Number.isFinite) ? this.inside(toPoint(shares)) : null;
  },

  write(point) {
    return hundredths(point)
      .map((share) => (share / 100).toFixed(2))
      .join(",");
  },

  draw(dot, [x, y]) {
    dot.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
  },

  percent: (point) => hundredths(point)[0],

  parts: hundredths,

  fromParts: (parts) => toPoint(parts.map((part) => part / 100)),
};

export const startTriad = (root) => new Placement(root, geometry);
