// The triangular grid that a triad is counted in, in the units of the server's picture: a side of 1,000, y downward.
// The cells are numbered as in narratives/triangle.py: row by row from the base.

export const SIDE = 1000;
export const TALL = 866;

export const pointAt = (top, right) => [SIDE * (right + top / 2), TALL * (1 - top)];

// The three corners of every cell.
export function cellCorners(n) {
  const cells = [];
  for (let i = 0; i < n; i += 1) {
    for (let offset = 0; offset < 2 * (n - i) - 1; offset += 1) {
      const k = Math.floor(offset / 2);
      const corners = offset % 2 ? [[i, k + 1], [i + 1, k], [i + 1, k + 1]] : [[i, k], [i, k + 1], [i + 1, k]];
      cells.push(corners.map(([top, right]) => pointAt(top / n, right / n)));
    }
  }
  return cells;
}

export const middle = (corners) => [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / 3);

// The cell that a place lies in.
export function cellAt([x, y], n) {
  const inside = (row, most) => Math.min(Math.max(row, 0), most);
  const top = 1 - y / TALL;
  const right = x / SIDE - top / 2;
  const i = inside(Math.floor(top * n), n - 1);
  const row = n - i;
  const k = inside(Math.floor(right * n), row - 1);
  const upward = i + inside(Math.floor((1 - top - right) * n), n) + k >= n - 1;
  const offset = upward || k >= row - 1 ? 2 * k : 2 * k + 1;
  return n * n - row * row + Math.min(offset, 2 * row - 2);
}

// The cells whose middle lies inside a line that was drawn round them.
export function cellsInside(xs, ys, n) {
  const isInside = ([x, y]) =>
    xs.reduce((inside, one, at) => {
      const before = at === 0 ? xs.length - 1 : at - 1;
      const crosses = ys[at] > y !== ys[before] > y;
      const meets = crosses && x < ((xs[before] - one) * (y - ys[at])) / (ys[before] - ys[at]) + one;
      return meets ? !inside : inside;
    }, false);
  return cellCorners(n).flatMap((corners, number) => (isInside(middle(corners)) ? [number] : []));
}

// The border of some cells: the edges that only one of them has, as pairs of points.
export function borderOf(numbers, corners) {
  const once = new Map();
  for (const number of numbers) {
    corners[number].forEach((from, at) => {
      const edge = [from, corners[number][(at + 1) % 3]];
      const key = edge.map((end) => end.map(Math.round).join(" ")).sort().join("|");
      if (once.has(key)) once.delete(key);
      else once.set(key, edge);
    });
  }
  return [...once.values()];
}
