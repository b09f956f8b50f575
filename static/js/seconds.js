// How long somebody was at each question, in whole seconds: the one they touched last, or the only one of the
// page, as long as the page is looked at. The form carries it; nothing else about the time is kept.

const MOST = 3600;
let last = null;

function fieldInUse() {
  const fields = [...document.querySelectorAll("[data-ask] [data-seconds]")];
  return fields.length === 1 ? fields[0] : fields.find((field) => field.closest("[data-ask]") === last);
}

function tick() {
  if (document.hidden) return;
  const field = fieldInUse();
  if (field) field.value = Math.min(MOST, Number(field.value) + 1);
}

function look(event) {
  last = event.target.closest?.("[data-ask]") ?? last;
}

export function countSeconds() {
  document.addEventListener("focusin", look);
  document.addEventListener("pointerdown", look);
  setInterval(tick, 1000);
}
