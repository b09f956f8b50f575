// Logging an interaction: Ctrl or Cmd with Enter saves, what is typed is not lost by a slip, and going back
// to log another one is never mistaken for saving the first one twice.

const form = document.querySelector("form[data-log]");
const key = form.elements.namedItem("key");
const save = document.getElementById("save");
const place = form.querySelector("select[data-remember]");
const remembered = `murmuration:place:${place?.dataset.remember}`;
const hints = document.querySelector("[data-log-keys]");
const HINTED = "murmuration:log-keys";
const why = form.querySelector("[data-reason]");
let changed = false;

document.querySelector("[data-shortcut]")?.removeAttribute("hidden");

// The keys are said until something was saved on this computer.
if (hints && !localStorage.getItem(HINTED)) hints.hidden = false;

// People work in one place: it is chosen once on each computer.
if (place && !place.value) {
  const before = localStorage.getItem(remembered);
  if ([...place.options].some((option) => option.value === before)) place.value = before;
}

// Why is asked where the outcome leaves it open; what was typed or is wrong there stays in sight.
function outcome() {
  const chosen = form.elements.namedItem("case.outcome").value;
  const further = { acceptable: "case.absence", other: "case.outcome.other" }[chosen];
  return further ? form.elements.namedItem(further).value : chosen;
}

function askWhy() {
  const typed = why.querySelector("input").value !== "" || why.classList.contains("govuk-form-group--error");
  why.hidden = !typed && !why.dataset.reason.split(" ").includes(outcome());
}

if (why) {
  form.addEventListener("change", askWhy);
  askWhy();
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
  if (hints) localStorage.setItem(HINTED, "said");
  if (place?.value) localStorage.setItem(remembered, place.value);
});

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (!key || (!event.persisted && visit?.type !== "back_forward")) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
});
