// The parts of the page that the server draws anew, and the form that goes with them.

const shown = new Map();
const FOCUSABLE = "a[href], button, summary, input, select, [tabindex]";

// Puts a new drawing in place without moving the keyboard's place or folding what was unfolded.
function replace(region, html) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const order = focused && [...region.querySelectorAll(FOCUSABLE)].indexOf(focused);
  const id = focused?.id;
  const unfolded = [...region.querySelectorAll("details[open]")].map((one) => one.id).filter(Boolean);
  const token = document.querySelector("input[name=form_token]")?.value ?? "";
  region.innerHTML = html;
  // No answer carries the token: the forms in it take that of the page.
  for (const field of region.querySelectorAll("input[name=form_token]")) field.value = token;
  for (const one of unfolded) region.querySelector(`#${CSS.escape(one)}`)?.setAttribute("open", "");
  if (!focused) return;
  const same = id && document.getElementById(id);
  const there = [...region.querySelectorAll(FOCUSABLE)];
  (same || there[Math.min(order, there.length - 1)])?.focus({ preventScroll: true });
}

export function swap(regions) {
  for (const [name, html] of Object.entries(regions)) {
    const region = document.querySelector(`[data-region="${name}"]`);
    // What stays as it was is left alone: somebody may be reading it, or have marked some of its words.
    if (region && shown.get(name) !== html) {
      replace(region, html);
      shown.set(name, html);
    }
  }
}

function setField(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
  else field.value = values[0] ?? "";
}

// Sets a form to the filters of an address: its fields, and in hidden ones whatever else the address holds.
export function fill(form, query) {
  for (const hidden of form.querySelectorAll("input[type=hidden]")) hidden.remove();
  const fields = [...form.elements].filter(({ name }) => name);
  const seen = new Set(fields.map(({ name }) => name));
  for (const field of fields) setField(field, query.getAll(field.name));
  for (const [name, value] of query) {
    if (seen.has(name)) continue;
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    form.append(hidden);
  }
}
