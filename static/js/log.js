// Logging an interaction: Ctrl or Cmd with Enter saves, what is typed is not lost by a slip, and going back
// to log another one is never mistaken for saving the first one twice.

const form = document.querySelector("form[data-log]");
const key = form.elements.namedItem("key");
const save = document.getElementById("save");
const place = form.querySelector("select[data-remember]");
const remembered = `murmuration:place:${place?.dataset.remember}`;
let changed = false;

document.querySelector("[data-shortcut]").hidden = false;

// People work in one place: it is chosen once on each computer.
if (place && !place.value) {
  const before = localStorage.getItem(remembered);
  if ([...place.options].some((option) => option.value === before)) place.value = before;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  event.preventDefault();
  form.requestSubmit(save);
});

form.addEventListener("input", () => {
  changed = true;
});

form.addEventListener("submit", () => {
  changed = false;
  if (place?.value) localStorage.setItem(remembered, place.value);
});

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (!event.persisted && visit?.type !== "back_forward") return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
});
