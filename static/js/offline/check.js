// What the server would refuse, said before a story is sealed: afterwards nobody can mend it.

const NO_ANSWERS = /\.(?:method|seconds|order|other)$/; // how an answer was given is no answer
const WRONG = "govuk-form-group--error";

export function problemsOf(form, rules) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value.trim());
  const found = new Map();
  for (const rule of rules) {
    if (!found.has(rule.field) && isAsked(rule, fields) && isBroken(rule, fields)) found.set(rule.field, rule.message);
  }
  return [...found].map(([field, message]) => ({ field, message }));
}

function isAsked({ opened_by: opener, options }, fields) {
  return !opener || fields.some(([name, value]) => name === opener && options.includes(value));
}

function isBroken(rule, fields) {
  const own = fields.filter(([name]) => name === rule.field);
  if (rule.most_letters) return own.some(([, value]) => [...value.trim()].length > rule.most_letters);
  if (rule.most) return own.length > rule.most;
  if (rule.least) return own.length > 0 && own.length < rule.least && !own.some(([, value]) => value === "na");
  return !fields.some(([name]) => name === rule.field || (name.startsWith(`${rule.field}.`) && !NO_ANSWERS.test(name)));
}

// The same sentences at the fields as on the server's page.
export function showProblems(form, problems, home) {
  for (const old of form.querySelectorAll("[data-problem]")) old.remove();
  for (const group of form.querySelectorAll(`.${WRONG}`)) group.classList.remove(WRONG);
  for (const { field, message } of problems) sayAt(controlOf(field), message, home);
}

// And the same list above the page's heading.
export function summaryOf(problems, home) {
  const summary = home.part("problems");
  const list = summary.querySelector("ul");
  for (const { field, message } of problems) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${controlOf(field)?.id ?? field}`;
    link.textContent = message;
    item.append(link);
    list.append(item);
  }
  return summary;
}

function controlOf(field) {
  const picture = document.getElementById(`${field}-picture`);
  if (picture?.offsetParent) return picture;
  return document.getElementById(field) ?? document.querySelector(`main [name="${CSS.escape(field)}"]`);
}

function sayAt(control, message, home) {
  const group = control?.closest(".govuk-form-group");
  if (!group) return;
  const sentence = home.part("problem");
  sentence.querySelector("[data-message]").textContent = message;
  group.classList.add(WRONG);
  const legend = group.querySelector("legend, label");
  if (legend) legend.after(sentence);
  else group.prepend(sentence);
}
