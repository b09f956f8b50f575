// The teller's own page without leaving the document. Its forms are posted, so that no address ever holds the code;
// going back through posted pages would make the browser ask whether to send them again. So this fetches the next
// page and shows its main part, and Back leads to the story, and from there to the page that asks for the code.

import { startComponents } from "./components.js";
import { startQuestions } from "./signifiers.js";
import { takeLanguage } from "./spoken.js";

const SHOWN = new Set([200, 422, 503]); // 422 and 503: the same page again, with what is wrong
const STORY = "show";

const main = () => document.querySelector("main");
const form = () => main().querySelector("form#returning");
let busy = false;

async function fetchPage(fields) {
  const response = await fetch(form().action, { method: "POST", body: new URLSearchParams(fields) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, isShown: SHOWN.has(response.status) && page.querySelector("main h1") !== null };
}

async function show(page) {
  const made = page.querySelector("main");
  const languages = page.querySelector("[data-switch]");
  main().replaceWith(made);
  if (languages) document.querySelector("[data-switch]")?.replaceWith(languages);
  document.title = page.title;
  await startComponents(made);
  startQuestions(made);
  const heading = made.querySelector(".govuk-error-summary, .back-done, h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

async function go(fields) {
  if (busy) return false;
  busy = true;
  try {
    const { page, isShown } = await fetchPage(fields);
    if (!isShown) throw new TypeError("no page came");
    if (fields.has("speak")) takeLanguage(page);
    await show(page);
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch throws when it reaches nobody
    sayNotReached();
    return false;
  } finally {
    busy = false;
  }
}

function sayNotReached() {
  main().querySelector("[data-notice]")?.remove();
  const notice = document.getElementById("not-reached").content.cloneNode(true).firstElementChild;
  main().querySelector(".mm-reading").prepend(notice);
  notice.focus();
  notice.scrollIntoView();
}

// On the story's own page a step further is a step of the history; everywhere else it takes the place of the last.
async function submit(event) {
  const { submitter, target } = event;
  if (target !== form() || !submitter?.name) return;
  event.preventDefault();
  const fields = new FormData(target);
  fields.set(submitter.name, submitter.value);
  const from = target.elements.at.value;
  if (!(await go(fields))) return;
  const deeper = from === STORY && form()?.elements.at.value !== STORY;
  history[deeper ? "pushState" : "replaceState"]({}, "");
}

async function travel() {
  if (!form()) {
    window.location.replace(window.location.pathname); // the story is taken out: nothing to go back to
    return;
  }
  const fields = new FormData(form());
  fields.set("step", STORY);
  await go(fields);
}

document.addEventListener("submit", submit);
window.addEventListener("popstate", travel);
startQuestions(document);
