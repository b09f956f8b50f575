// How long a telling takes, in whole seconds, as long as the page is looked at. The form carries the sum; the
// server keeps whole minutes of it.

let shownSince = null;
let before = 0;

const seenSince = () => (shownSince === null ? 0 : performance.now() - shownSince);

export function startClock(form) {
  const carried = form?.elements.namedItem("seconds");
  before = carried ? 1000 * Number(carried.value) || 0 : before;
  shownSince = document.hidden ? null : performance.now();
}

export function noteSeconds(form) {
  const seconds = String(Math.round((before + seenSince()) / 1000));
  const carried = form.elements.namedItem("seconds");
  if (carried) {
    carried.value = seconds;
    return;
  }
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: "seconds", value: seconds });
  form.querySelector("[data-carried]")?.append(input);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    shownSince = performance.now();
    return;
  }
  before += seenSince();
  shownSince = null;
});
