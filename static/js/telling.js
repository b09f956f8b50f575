// Telling a story without leaving the document. The server makes every page; this fetches the next one and shows
// its main part. So a lost connection or the Back button never costs anybody their story, and nothing has to be
// kept in the browser's storage: what was typed stays in the pages' own forms, in memory.
//
// Other scripts hear of it through events of the document: `murmuration:not-reached` with the form (cancelled, it
// stands in for the notice) and `murmuration:shown` with the main part. `murmuration:show` and `murmuration:sent`
// are theirs to send: a page to show in place of this one, and that the story is safe.

import { startBranches } from "./branches.js";
import { startComponents } from "./components.js";
import { formOf, Pages } from "./pages.js";
import { noteSeconds, startClock } from "./clock.js";

const SENT = 201;
const SHOWN = new Set([200, SENT, 409, 410]);
const SHOWN_WITH_FORM = new Set([422, 503]); // the same page again, with what is wrong

const pages = new Pages();
let busy = false;

// --- showing ------------------------------------------------------------------------------------------

async function prepare(main) {
  return main.querySelector("[data-ask]") ? import("./signifiers.js") : null;
}

function start(main, questions) {
  startBranches(main);
  questions?.startQuestions(main);
  startClock(formOf(main));
}

function focusOn(main) {
  const heading = main.querySelector(".govuk-error-summary, h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

// The choice of languages belongs to the page: buttons of its form, links, or none.
function put({ main, title, languages }) {
  document.querySelector("main").replaceWith(main);
  if (languages) document.querySelector("[data-switch]")?.replaceWith(languages);
  document.title = title;
}

const languagesOf = (page) => page.querySelector("[data-switch]");

// A page that comes from the server for the first time: its scripts are started once.
async function showNew(page, questions) {
  put(page);
  await startComponents(page.main);
  start(page.main, questions);
  focusOn(page.main);
  tellShown(page);
  if (page.main.querySelector("#title")) import("./signifiers.js").catch(() => {}); // at hand for what comes next
}

function showKept(page) {
  put(page);
  startClock(formOf(page.main));
  focusOn(page.main);
  tellShown(page);
}

const tellShown = ({ main }) => document.dispatchEvent(new CustomEvent("murmuration:shown", { detail: { main } }));

// --- sending ------------------------------------------------------------------------------------------

async function post(action, fields) {
  const response = await fetch(action, { method: "POST", body: fields });
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = answer.querySelector("main");
  const { status } = response;
  const page = { main, title: answer.title, languages: languagesOf(answer) };
  return { ...page, status, document: answer, isShown: SHOWN.has(status) || withForm(status, main) };
}

const withForm = (status, main) => SHOWN_WITH_FORM.has(status) && formOf(main) !== null;

async function submit(event) {
  const { submitter, target: form } = event;
  if (!submitter?.name || !form.matches("[data-telling]")) return;
  event.preventDefault();
  const hash = new URL(submitter.formAction || form.action, location.href).hash;
  await go(form, (fields) => fields.set(submitter.name, submitter.value), hash.slice(1));
}

async function go(form, press, field = "") {
  if (busy) return;
  busy = true;
  noteSeconds(form);
  const fields = new FormData(form);
  press(fields);
  try {
    const page = await post(form.action, fields);
    if (page.isShown) await arrive(page, fields, field);
    else sayRefused(page);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch throws when it reaches nobody
    sayNotReached(form);
  } finally {
    busy = false;
  }
}

async function arrive(page, fields, field) {
  const questions = await prepare(page.main); // before anything changes: it may not be reached either
  if (fields.has("speak")) {
    (await import("./spoken.js")).takeLanguage(page.document);
    pages.forget(); // they are in the other language
  }
  const came = pages.current;
  if (page.status === SENT) pages.sent(page);
  else pages.enter(page);
  if (pages.current === came || page.status === SENT) history.replaceState(pages.state, "");
  else history.pushState(pages.state, "", pages.address);
  await showNew(page, questions);
  if (field && formOf(page.main)?.elements.namedItem("page.whole")) goTo(field);
}

function goTo(name) {
  const picture = document.getElementById(`${name}-picture`);
  const control = picture?.offsetParent ? picture : document.getElementById(name);
  control?.closest(".govuk-form-group")?.scrollIntoView();
  control?.focus({ preventScroll: true });
}

// --- what goes wrong ----------------------------------------------------------------------------------

function notice(name) {
  document.querySelector("main [data-notice]")?.remove();
  const made = document.getElementById(name).content.cloneNode(true).firstElementChild;
  document.querySelector("main .mm-reading").prepend(made);
  return made;
}

function show(made) {
  made.focus();
  made.scrollIntoView();
}

function sayNotReached(form) {
  const event = new CustomEvent("murmuration:not-reached", { detail: { form }, cancelable: true });
  if (document.dispatchEvent(event)) show(notice("not-reached"));
}

// The server's own words about what it did not take; the page with everything typed on it stays.
function sayRefused({ main }) {
  const made = notice("refused");
  made.querySelector("[data-title]").textContent = main?.querySelector("h1")?.textContent ?? "";
  made.querySelector("[data-advice]").textContent = main?.querySelector("h1 ~ p")?.textContent ?? "";
  show(made);
}

// --- the browser's Back and Forward -------------------------------------------------------------------

async function travel({ state }) {
  if (!state?.at) {
    history.replaceState(pages.state, ""); // a link within the page
    return;
  }
  if (pages.isCurrent(state)) return;
  if (!pages.isOfThisTelling(state)) {
    window.location.reload();
    return;
  }
  const form = formOf(document.querySelector("main"));
  if (form) noteSeconds(form);
  const kept = pages.goTo(state);
  if (kept) showKept(kept);
  else await fetchAgain(state.at);
}

// A page that has to be made anew: with errors that are mended since, in another language, or the check page.
async function fetchAgain(at) {
  const before = pages.current;
  try {
    const page = await post(pages.action, pages.asking(at));
    if (!page.isShown) throw new TypeError("the page could not be made");
    const questions = await prepare(page.main);
    pages.enter(page);
    history.replaceState(pages.state, "");
    await showNew(page, questions);
  } catch {
    history.pushState({ ...pages.state, at: before }, "");
    sayNotReached(formOf(document.querySelector("main")));
  }
}

// --- beginning ----------------------------------------------------------------------------------------

// From the first page on everything happens in one document, so that Back leads here without a loss.
async function begin(event) {
  const link = event.target.closest?.("a[data-begin]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const begun = pages.begun(new URL(link.href).searchParams.get("pen"));
  if (begun) {
    history.pushState(pages.state, "", pages.address);
    showKept(begun);
    return;
  }
  try {
    const response = await fetch(link.href);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const main = answer.querySelector("main");
    if (!response.ok || !formOf(main)) throw new TypeError("no form came");
    for (const sheet of answer.querySelectorAll("link[rel=stylesheet]")) {
      if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
    }
    const page = { main, title: answer.title, languages: languagesOf(answer) };
    pages.address = link.href;
    pages.enter(page);
    history.pushState(pages.state, "", link.href);
    await showNew(page, null);
  } catch {
    window.location.assign(link.href); // the browser says what is wrong
  }
}

// Leaving loses what was typed: a browser asks first. Not where leaving must be quick, and not on shared devices.
function guard(event) {
  const form = formOf(document.querySelector("main"));
  const quick = document.querySelector(".govuk-exit-this-page") || form?.elements.namedItem("kiosk");
  if (form && !quick && pages.wasTyped) event.preventDefault();
}

async function open() {
  const main = document.querySelector("main");
  history.scrollRestoration = "manual";
  pages.enter({ main, title: document.title, languages: languagesOf(document) });
  history.replaceState(pages.state, "");
  start(main, await prepare(main));
}

document.addEventListener("submit", submit);
document.addEventListener("click", begin);
document.addEventListener("input", () => pages.noteTyping());
document.addEventListener("murmuration:sent", ({ detail }) => {
  pages.sent({ main: detail.main, title: document.title });
  history.replaceState(pages.state, "");
});
document.addEventListener("murmuration:show", async ({ detail: { main, page } }) => {
  pages.enter({ main, title: page.title });
  history.pushState(pages.state, "");
  await showNew({ main, title: page.title }, await prepare(main));
});
window.addEventListener("popstate", travel);
window.addEventListener("beforeunload", guard);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) pages.renewKey(document.querySelector("main"));
});
open();
