// "Save and come back later" on the pages of a telling, and opening what was saved on the first page. Nothing is
// kept on the device before somebody presses Save, and most of the script is fetched only when it is wanted.

import { named } from "./site.js";

const PLACE = named("murmuration-drafts"); // drafts.js
const WANTED = "[data-do=ask]";

// Starts what a part of a page has of this; to be called for each main part that is put into the page.
export function mount(main) {
  if (main.querySelector("[data-sent]")) takeOff();
  const form = main.querySelector("form[data-telling]");
  for (const root of main.querySelectorAll("[data-save]:not([data-started])")) {
    root.dataset.started = "";
    if (form) offer(root, form);
  }
  for (const root of main.querySelectorAll("[data-saved]:not([data-started])")) {
    root.dataset.started = "";
    if (localStorage.getItem(PLACE)) import("./saving.js").then(({ Saved }) => new Saved(root));
  }
}

function offer(root, form) {
  const button = root.querySelector(WANTED);
  const start = async () => {
    const { Save } = await import("./saving.js");
    button.removeEventListener("click", start);
    new Save(root, form).ask();
  };
  root.hidden = false;
  button.addEventListener("click", start);
  // Whoever begins to write may want it when the signal is gone.
  form.addEventListener("input", () => import("./saving.js"), { once: true });
}

async function takeOff() {
  if (!sessionStorage.getItem(PLACE)) return;
  const { deleteOpened } = await import("./drafts.js");
  deleteOpened();
}

function mountPage() {
  const main = document.querySelector("main");
  if (main) mount(main);
}

if (window.isSecureContext) {
  mountPage();
  new MutationObserver(mountPage).observe(document.querySelector("main").parentNode, { childList: true });
}
