// The pages of a telling on a device that was asked to work without signal: the number of unsent stories, sending
// them, and keeping a story instead of losing it when there is no signal.

import { problemsOf, showProblems, summaryOf } from "./check.js";
import { fillIn } from "./fill.js";
import { own } from "./home.js";
import { add, flush, kept, onChange, recall, remove, SYNC_TAG } from "./queue.js";
import { codeOf, randomHex, seal } from "./seal.js";
import { refresh } from "./set-up.js";
import { fillWords, showCodeIn } from "./words.js";

const MOST_BYTES = 60_000; // of a request: what does not fit, such as a recording, goes the usual way
const OLD_KEY_DAYS = 30;
const WHOLE = "page.whole"; // web/respond/steps.py
let ready; // a promise of the page `home`: forms may be sent before it is read
let home;
let passing = null; // a form that goes the usual way

export async function startDevice(address) {
  renewKey();
  ready = own(address);
  document.addEventListener("submit", interceptSending, true);
  document.addEventListener("murmuration:not-reached", offerToKeep);
  home = await ready;
  onChange(showBar);
  for (const event of ["online", "pageshow"]) window.addEventListener(event, sendWaiting);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendWaiting();
  });
  await showBar();
  await sendWaiting();
  await refresh(home).catch(() => {}); // without signal the kept pages stay as they are
}

// A page that was kept has the key of the day on which it was fetched, and a key stands for one story.
function renewKey() {
  for (const input of document.querySelectorAll("main input[name=key]")) input.value = randomHex(16);
}

async function sendWaiting() {
  await flush();
  await showBar();
}

// --- the number of unsent stories ---------------------------------------------------------------------

let asked = 0;

// Put there in one step: a number that goes away and comes back would look as if everything had been sent.
async function showBar() {
  const turn = ++asked;
  const entries = await kept();
  const bar = entries.length && !document.getElementById("device") ? await barAbout(entries) : null;
  if (turn !== asked) return; // asked again meanwhile: that answer is newer
  document.querySelector(".mm-unsent")?.remove();
  if (bar) document.querySelector("main").before(bar);
}

async function barAbout(entries) {
  const bar = home.part("unsent-bar");
  fillWords(bar, { number: entries.length });
  bar.querySelector("[data-any-refused]").hidden = !entries.some((entry) => entry.state === "refused");
  bar.querySelector("[data-old-key]").hidden = !(await keyIsOld());
  return bar;
}

async function keyIsOld() {
  const fetched = (await recall("key"))?.fetched;
  return !fetched || Date.now() - Date.parse(fetched) > OLD_KEY_DAYS * 86_400_000;
}

// --- sending ------------------------------------------------------------------------------------------

// Every story that is sent from such a device is sealed first: were it sent the usual way and the answer lost, it
// could neither be shown its code nor be kept without perhaps being told twice.
async function interceptSending(event) {
  const { submitter, target: form } = event;
  if (submitter?.value !== "send" || !form.elements.namedItem("key") || passing === form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  submitter.disabled = true;
  const done = await keepStory(form).catch(() => false);
  submitter.disabled = false;
  if (done) return;
  passing = form;
  form.requestSubmit(submitter);
  passing = null;
}

// Whether it was dealt with here: seals the story, keeps it, tries to send it and shows the code.
async function keepStory(form) {
  home = await ready;
  const fields = [...new FormData(form)];
  const key = form.elements.namedItem("key").value;
  const day = today();
  if (fields.some(([name, value]) => (name === "spoken" && value) || value.size)) return false;
  const told = fields.filter(([, value]) => typeof value === "string");
  const envelope = await seal(await recall("key"), home.data.collection, { told_on: day, fields: told });
  if (JSON.stringify(envelope).length > MOST_BYTES) return false;
  try {
    await add(envelope, { address: addressFor(form), day });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    showNotice(home.part("full"));
    return true;
  }
  await askForSync();
  await flush();
  const entry = (await kept()).find((one) => one.id === envelope.id);
  if (entry?.state === "refused" && navigator.onLine) {
    await remove(envelope.id); // the teller is here and can mend it: the server's own page says how
    return false;
  }
  await showCode(await codeOf(key), entry ? "waiting" : "sent");
  return true;
}

function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function addressFor(form) {
  const address = new URL(home.data.sealed, location.href);
  const language = form.elements.namedItem("lang")?.value;
  if (language) address.searchParams.set("lang", language);
  return address.pathname + address.search;
}

async function askForSync() {
  const registration = await navigator.serviceWorker.getRegistration(home.data.scope);
  await registration.sync?.register(SYNC_TAG).catch(() => {}); // some browsers have none, or do not allow it
}

async function showCode(code, when) {
  const page = home.part("kept");
  for (const part of page.querySelectorAll("[data-when]")) {
    if (part.dataset.when !== when) part.remove();
  }
  showCodeIn(page.querySelector("[data-code]"), code);
  const main = document.querySelector("main").cloneNode(false);
  main.append(page);
  document.dispatchEvent(new CustomEvent("murmuration:sent", { detail: { main } }));
  document.querySelector("main").replaceWith(main);
  const heading = main.querySelector("h1");
  document.title = heading.textContent;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  await showBar();
}

// --- no signal in the middle of a telling -------------------------------------------------------------

// telling.js says that the server could not be reached; what can be done about it is offered in place of its words.
async function offerToKeep(event) {
  const { form } = event.detail;
  if (!form.elements.namedItem("key")) return;
  event.preventDefault();
  home = await ready;
  if (form.elements.namedItem("at")?.value !== WHOLE) {
    const notice = showNotice(home.part("no-signal-step"));
    notice.querySelector("[data-do=go-on]").addEventListener("click", () => goOnOnOnePage(form));
    return;
  }
  const problems = problemsOf(form, home.rules);
  showProblems(form, problems, home);
  if (problems.length) {
    showNotice(summaryOf(problems, home));
    return;
  }
  const notice = showNotice(home.part("no-signal-whole"));
  notice.querySelector("[data-do=keep-story]").addEventListener("click", async (click) => {
    click.target.disabled = true;
    if (!(await keepStory(form))) showNotice(home.part("cannot-wait"));
  });
}

function showNotice(notice) {
  for (const old of document.querySelectorAll("[data-no-signal], [data-notice]")) old.remove();
  document.querySelector("main .mm-reading").prepend(notice);
  notice.focus();
  notice.scrollIntoView();
  return notice;
}

async function goOnOnOnePage(form) {
  const fields = [...new FormData(form)];
  const page = await home.page(home.data.whole);
  const main = document.adoptNode(page.querySelector("main"));
  fillIn(main.querySelector("form"), fields);
  document.dispatchEvent(new CustomEvent("murmuration:show", { detail: { main, page } }));
}
