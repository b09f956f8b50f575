// The address of the map is all of its state: what is picked, filtered and shown large.

// Places as an address carries them: runs of neighbours, with points between (narratives/selection.py).
export function placesText(places) {
  const runs = [];
  for (const place of [...places].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(".");
}

const MARKS = ["na", "none", "unseen"]; // picked too, and no places

// An address in which these places, and no others, are picked in one picture.
export function withPart(address, signifier, places) {
  const changed = new URL(address);
  const own = (part) => part.startsWith(`${signifier}:`);
  const before = changed.searchParams.getAll("part");
  const items = before.filter(own).flatMap((part) => part.slice(signifier.length + 1).split("."));
  const marks = items.filter((item) => MARKS.includes(item));
  changed.searchParams.delete("part");
  for (const part of before.filter((one) => !own(one))) changed.searchParams.append("part", part);
  const picked = [placesText(places), ...marks].filter(Boolean);
  if (picked.length > 0) changed.searchParams.append("part", `${signifier}:${picked.join(".")}`);
  return changed;
}

// What is picked once some places are picked as well, or no more when all of them were.
export function toggled(held, places) {
  const all = places.every((place) => held.has(place));
  return all ? new Set([...held].filter((place) => !places.includes(place))) : new Set([...held, ...places]);
}

// The same query at another path, without empty fields.
export function sameQuery(path, address) {
  const moved = new URL(path, address);
  for (const [name, value] of new URL(address).searchParams) if (value !== "") moved.searchParams.append(name, value);
  return moved;
}
