// Bringing in a file: dropping it on the box, hiding what a column does not need, and how far the worker is.

const POLL_MS = 1000;
const NEEDS = {
  date: ["format"],
  corner: ["question", "words", "most"],
  x: ["question", "words"],
  y: ["question", "most"],
  dyad: ["question", "words", "least", "most"],
  choice: ["question"],
  words: ["question"],
};

function needsOf(role) {
  return role.startsWith("answer:") ? ["least", "most"] : NEEDS[role] || [];
}

function watchColumn(column) {
  const role = column.querySelector("[data-role]");
  const show = () => {
    const needed = needsOf(role.value);
    for (const detail of column.querySelectorAll("[data-detail]")) {
      detail.hidden = !needed.includes(detail.dataset.detail);
    }
  };
  role.addEventListener("change", show);
  show();
}

function watchDrop(box) {
  const input = box.querySelector("input[type=file]");
  box.querySelector("[data-drop-says]").hidden = false;
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
  }
  box.addEventListener("dragleave", () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("is-over");
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

function watchNew(part) {
  const into = document.querySelector("#into");
  const show = () => {
    part.hidden = into.value !== "";
  };
  into.addEventListener("change", show);
  show();
}

async function ask(root) {
  const answer = await fetch(root.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  if (!found.at_work) {
    window.location.reload();
    return;
  }
  const bar = root.querySelector("[data-bar]");
  bar.max = found.rows || 1;
  bar.value = found.done;
  const says = root.querySelector("[data-says]");
  if (says.textContent !== found.says) says.textContent = found.says;
}

function watchProgress(root) {
  root.querySelector("[data-without-script]").hidden = true;
  const again = async () => {
    try {
      await ask(root);
    } finally {
      window.setTimeout(again, POLL_MS);
    }
  };
  window.setTimeout(again, POLL_MS);
}

document.querySelectorAll("[data-column]").forEach(watchColumn);
document.querySelectorAll("[data-drop]").forEach(watchDrop);
document.querySelectorAll("[data-new]").forEach(watchNew);
document.querySelectorAll("[data-progress]").forEach(watchProgress);
