// The moderator's pages: single keys for the buttons of a story, where somebody switched them on, and words that are
// taken out by selecting them. Everything works without it.

const KEYS_ON = "moderate.keys";

function startKeys(page) {
  const box = page.querySelector("[data-keys]");
  if (!box) return;
  const on = box.querySelector("[data-keys-on]");
  const tell = () => {
    for (const key of page.querySelectorAll(".mm-key")) key.hidden = !on.checked;
  };
  on.checked = localStorage.getItem(KEYS_ON) === "on";
  box.hidden = false;
  tell();
  on.addEventListener("change", () => {
    localStorage.setItem(KEYS_ON, on.checked ? "on" : "off");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!on.checked || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
}

function startSelecting(page) {
  const offer = page.querySelector("[data-select]");
  if (!offer) return;
  const other = page.querySelector("#other");
  const said = offer.querySelector("[data-select-said]");
  offer.hidden = false;
  // Pressing a button ends a selection in some browsers: what was selected last is remembered.
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const at = selection.anchorNode?.parentElement?.closest("[data-words]");
    if (!selection.isCollapsed && at?.contains(selection.focusNode)) {
      selected = selection.toString().replace(/\s+/g, " ").trim();
    }
  });
  offer.querySelector("[data-take-selected]").addEventListener("click", () => {
    if (!selected) {
      said.textContent = "Select words of the story first.";
      return;
    }
    other.value = [...other.value.split("\n").filter((line) => line.trim()), selected].join("\n");
    said.textContent = `“${selected}” is on the list below.`;
    selected = "";
  });
}

for (const page of document.querySelectorAll("[data-moderate]")) startKeys(page);
for (const page of document.querySelectorAll("[data-redact]")) {
  startSelecting(page);
  page.querySelector("[data-preview]")?.focus();
}
