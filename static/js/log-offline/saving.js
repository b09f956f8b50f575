// Save on the log's form. Where the server cannot be reached, the entry is sealed for the account and kept, so that
// nothing is lost on a home visit; afterwards nobody can read it on this device.

import { problemsOf, showProblems, summaryOf } from "../offline/check.js";
import { randomHex, seal } from "../offline/seal.js";
import { fillWords } from "../offline/words.js";
import { showBar } from "./bar.js";
import { data, part } from "./page.js";
import { add, kept, recall } from "./queue.js";
import { flush, session } from "./sending.js";

const MOST_BYTES = 60_000; // of a request
const NOT_KEPT = new Set(["form_token"]);
const PARTS = ["notes", "check_in", "review", "intervention", "summarise"];
const WRITTEN = new Set(["story", ...PARTS.map((name) => `case.${name}`)]);
const DUE_DAYS = 7;
let passing = false; // a form that goes the usual way
let busy = false;

export function startSaving(form) {
  const isShell = data.owner === "";
  if (isShell) refill(form);
  document.addEventListener("submit", (event) => {
    if (event.target !== form || passing) return;
    event.preventDefault();
    if (!busy) save(form, event.submitter, isShell);
  });
}

// A page that was kept has the key, day and time of when it was fetched; a key stands for one entry.
function refill(form) {
  const now = localTime();
  const due = localTime(DUE_DAYS).slice(0, 10);
  const fresh = { key: randomHex(16), "case.date": today(), "case.time": now.slice(11, 16), "case.due": due };
  for (const [name, value] of Object.entries(fresh)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field.max) field.max = value;
    field.value = value;
  }
}

async function save(form, submitter, isShell) {
  busy = true;
  try {
    const fields = [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
    if (submitter?.name) fields.push([submitter.name, submitter.value]);
    // The form of a device that works without signal carries no token: it is always sealed, and sent at once if it can.
    if (!isShell && (await session()) !== undefined) return pass(form, submitter);
    const problems = found(form, fields);
    showProblems(form, problems, { part });
    if (problems.length) return stop(form, summaryOf(problems, { part }));
    return await keep(form, fields);
  } catch (error) {
    stop(form, part("log-not-kept"));
    throw error;
  } finally {
    busy = false;
  }
}

function pass(form, submitter) {
  passing = true;
  form.requestSubmit(submitter);
  passing = false;
}

function found(form, fields) {
  const { rules, said, attended, questions } = JSON.parse(document.getElementById("log-rules").textContent);
  const problems = problemsOf(form, rules);
  const value = (name) => fields.find(([field]) => field === name)?.[1].trim() ?? "";
  const add = (isWrong, field, message) => isWrong && message && problems.push({ field, message });
  const reference = value("case.reference").toLowerCase();
  const isRead = value("account.read") === "yes" && value("story") !== "";
  const names = reference.length > 3 && value("story").toLowerCase().includes(reference);
  const outcome = value("case.outcome") === "other" ? value("case.outcome.other") : value("case.outcome");
  const written = fields.some(([name, text]) => text.trim() && WRITTEN.has(name));
  const placed = fields.some(([name, text]) => text.trim() && questions.includes(name.split(".")[0]));
  add(value("case.date") > today(), "case.date", said.late);
  add(isRead && names, "story", said.names);
  add(isRead && value("case.sensitive") === "yes", "account.read", said.sensitive);
  add(!problems.length && attended.includes(outcome) && !written && !placed, "story", said.nothing);
  return problems;
}

// As an ISO text: the time where the device is, so many days from now.
function localTime(days = 0) {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000 + days * 86_400_000).toISOString();
}

const today = () => localTime().slice(0, 10);

async function keep(form, fields) {
  const owner = data.owner || (await recall("owner"));
  const key = data.owner ? { id: data.key, point: data.point } : await recall("key");
  if (!owner || !key) return stop(form, part("log-not-kept"));
  const day = today();
  const envelope = await seal(key, `log:${owner}`, { told_on: day, fields });
  if (JSON.stringify(envelope).length > MOST_BYTES) return stop(form, part("log-too-long"));
  try {
    await add(envelope, { owner, day });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return stop(form, part("log-full"));
  }
  await flush();
  return showKept(form, (await kept()).find((one) => one.id === envelope.id));
}

// What is left in the form is taken away with it: whoever takes the device next finds nothing.
async function showKept(form, entry) {
  const page = part(entry ? "log-kept" : "log-sent");
  fillWords(page, { number: (await kept()).length, reason: entry?.reason ?? "" });
  for (const one of page.querySelectorAll("[data-when]")) {
    if (one.dataset.when !== entry.state) one.remove();
  }
  const shell = await recall("shell");
  for (const link of page.querySelectorAll("[data-another]")) {
    if (shell) link.href = shell;
    else link.remove();
  }
  if (shell) page.querySelector("[data-no-form]")?.remove();
  form.reset();
  document.querySelector("main").replaceChildren(page);
  page.querySelector("h1").focus();
  window.scrollTo(0, 0);
  await showBar();
}

function stop(form, notice) {
  for (const old of document.querySelectorAll("[data-log-notice]")) old.remove();
  notice.dataset.logNotice = "";
  document.querySelector("main").prepend(notice);
  notice.focus();
  notice.scrollIntoView();
  form.dispatchEvent(new Event("input")); // it still holds what is not saved
}
