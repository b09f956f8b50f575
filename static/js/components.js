// Starts the GOV.UK Frontend components of a part of the page. Most pages for tellers have none that a script
// improves, so its 7 kB are fetched only where one stands; the skip link works by itself and gets its script
// once somebody reaches it.

const PLAIN = new Set(["govuk-button", "govuk-radios", "govuk-checkboxes", "govuk-skip-link"]);
const WITH_CONDITIONS = "[data-prevent-double-click], [data-aria-controls], [data-behaviour=exclusive]";

function needsScripts(scope) {
  const modules = [...scope.querySelectorAll("[data-module^=govuk-]")];
  const improved = modules.some((each) => !PLAIN.has(each.dataset.module));
  return improved || scope.querySelector(WITH_CONDITIONS) !== null;
}

async function start(scope) {
  const { initAll } = await import("../vendor/govuk-frontend/govuk-components.min.js");
  initAll({ scope });
}

export async function startComponents(scope) {
  if (needsScripts(scope)) await start(scope);
  else scope.querySelector(".govuk-skip-link")?.addEventListener("focus", () => start(scope), { once: true });
}
