// Buttons that only a script can answer: copying a text, and printing the page. They are hidden until it runs.

const said = document.querySelector("[data-copied]");

for (const root of document.querySelectorAll("[data-copy]")) {
  const button = root.querySelector("[data-copy-button]");
  const text = root.querySelector("code");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    for (const other of document.querySelectorAll("[data-copied-here]")) delete other.dataset.copiedHere;
    root.dataset.copiedHere = "";
    said.textContent = `${button.textContent.replace("Copy", "Copied")}.`;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
