// Telling a story without leaving the page. The server makes every page; this fetches the next one and shows
// its main part. So a lost connection or the Back button never costs anybody their story, and nothing has to
// be kept in the browser's storage: what was typed stays in the form's own elements, in memory.

import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { startQuestions } from "./signifiers.js";

const SENT = 201;
const STAY = new Set([422, 503]); // the same page again, with what is wrong

const mains = { form: document.querySelector("main"), next: null };
let current = "form";
let sending = false;
let uncertain = false; // a story may have arrived although no answer came back

function renewKey() {
  const key = mains.form?.querySelector("input[name=key]");
  if (!key) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function show(main) {
  document.querySelector("main").replaceWith(main);
  const heading = main.querySelector(".govuk-error-summary, h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

async function post(form, submitter) {
  const fields = new FormData(form);
  fields.set(submitter.name, submitter.value);
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { status: response.status, title: page.title, main: page.querySelector("main") };
}

function enter(name) {
  current = name;
  history.pushState({ page: name }, "");
}

function showAnswer({ status, title, main }) {
  const stays = STAY.has(status);
  document.title = title;
  show(main);
  initAll({ scope: main });
  startQuestions(main);
  if (status === SENT) {
    mains.form = mains.next = null;
    current = "sent";
    history.replaceState({ page: current }, "");
  } else if (stays && current === "form") {
    mains.form = main;
  } else {
    mains.next = main;
    if (current === "form") enter("next");
  }
}

function sayNotReached() {
  const notice = document.getElementById("not-reached").content.cloneNode(true).firstElementChild;
  const page = document.querySelector("main");
  page.querySelector("[data-not-reached]")?.remove();
  page.querySelector(".mm-reading").prepend(notice);
  notice.focus();
  notice.scrollIntoView();
}

async function submit(event) {
  const { submitter, target: form } = event;
  if (!submitter?.value || !form.closest("main")) return;
  event.preventDefault();
  if (sending) return;
  if (submitter.value === "change" && mains.form) {
    backToForm();
    enter("form");
    goTo(new URL(submitter.formAction).hash.slice(1));
    return;
  }
  sending = true;
  try {
    showAnswer(await post(form, submitter));
    uncertain = false;
  } catch {
    uncertain = submitter.value === "send";
    sayNotReached();
  } finally {
    sending = false;
  }
}

function goTo(name) {
  const picture = document.getElementById(`${name}-picture`);
  const control = picture?.offsetParent ? picture : document.getElementById(name);
  control?.closest(".govuk-form-group")?.scrollIntoView();
  control?.focus({ preventScroll: true });
}

function backToForm() {
  if (uncertain) renewKey(); // a changed story must not pass for the one that may have arrived
  show(mains.form);
}

function travel(event) {
  const wanted = event.state?.page;
  if (!wanted) history.replaceState({ page: current }, ""); // a link within the page
  if (!wanted || wanted === current) return;
  if (wanted === "form" && mains.form) backToForm();
  else if (wanted === "next" && mains.next) show(mains.next);
  else window.location.reload();
  current = wanted;
}

startQuestions(document);
renewKey();
history.replaceState({ page: current }, "");
document.addEventListener("submit", submit);
window.addEventListener("popstate", travel);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) renewKey();
});
