// Puts answers that were given on other pages into the form that has everything on one page.

const OF_THE_PAGE = new Set(["key", "lang", "at", "step", "page.whole", "page.checking"]);

export function fillIn(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) {
    if (typeof value === "string") values.set(name, [...(values.get(name) ?? []), value]);
  }
  const moved = movedQuestions(form, values);
  for (const control of form.elements) {
    const { name, type } = control;
    if (!values.has(name) || OF_THE_PAGE.has(name) || moved.has(name.split(".")[0])) continue;
    if (type === "radio" || type === "checkbox") setChecked(control, values.get(name));
    else control.value = values.get(name).at(-1);
    if (control instanceof HTMLTextAreaElement) control.defaultValue = control.value;
  }
}

// As an attribute too: what is moved into another document forgets what was only ticked.
function setChecked(control, chosen) {
  control.checked = chosen.includes(control.value);
  control.toggleAttribute("checked", control.checked);
}

// Questions whose corners lie elsewhere on this page: their answers would mean something else, so that they are
// asked again.
function movedQuestions(form, values) {
  const moved = new Set();
  for (const [name, [order]] of values) {
    if (!name.endsWith(".order") || !order) continue;
    const here = form.elements.namedItem(name);
    if (here && here.value !== order) moved.add(name.split(".")[0]);
  }
  return moved;
}
