// The page of what changed: says when there is something to look at that this page does not show yet.

import { Poll } from "./poll.js";

const line = document.querySelector("[data-alerts]");

for (const section of document.querySelectorAll("[data-live]")) {
  const poll = new Poll(section.dataset.live, section.dataset.serial, {
    onNews: ({ alerts }) => {
      if (String(alerts.n) === section.dataset.raised) return;
      section.dataset.raised = String(alerts.n);
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = "";
      link.textContent = "Show it";
      line.textContent = "Something changed on this page meanwhile. ";
      line.append(link);
    },
    onEnd: () => poll.pause(true),
  });
}
