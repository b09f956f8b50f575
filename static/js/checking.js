// How far the worker is with what the check of a design asked: the bar moves, and the page loads again for an answer.

const POLL_MS = 1000;
const READY = "An answer is there. Load the page again to see it.";

function say(root, words) {
  const says = root.querySelector("[data-says]");
  if (words && says.textContent !== words) {
    const line = document.createElement("p");
    line.className = "govuk-body";
    line.textContent = words;
    says.replaceChildren(line);
  }
}

function showAnswer(root) {
  if (root.contains(document.activeElement) && document.activeElement.matches("input")) {
    say(root, READY); // what is being typed stays
    root.querySelector("[data-without-script]").hidden = false;
    return false;
  }
  window.location.reload();
  return true;
}

async function ask(root, seen) {
  const answer = await fetch(root.dataset.progress, { cache: "no-store", headers: { Accept: "application/json" } });
  if (!answer.ok) return seen;
  const found = await answer.json();
  if (seen !== null && found.parts !== seen) return showAnswer(root) ? found.parts : seen;
  if (seen === null && !found.waits) showAnswer(root);
  const bar = root.querySelector("[data-bar]");
  if (bar) {
    bar.max = found.out_of;
    bar.value = found.done;
  }
  say(root, found.says);
  return found.parts;
}

function watch(root) {
  root.querySelector("[data-without-script]").hidden = true;
  let seen = null;
  const again = async () => {
    try {
      seen = await ask(root, seen);
    } catch {
      // without signal: it is asked again
    } finally {
      window.setTimeout(again, POLL_MS);
    }
  };
  window.setTimeout(again, POLL_MS);
}

document.querySelectorAll("[data-checking][data-progress]").forEach(watch);
