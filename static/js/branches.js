// On the page that holds everything: the questions of a branch are there only while the answer that opens them is
// chosen. Without this script they stand under "Only if …". The server leaves out what a closed branch holds.

export function startBranches(main) {
  for (const branch of main.querySelectorAll("[data-branch]")) {
    const form = branch.closest("form");
    const options = new Set(branch.dataset.options.split(" "));
    const draw = () => {
      const chosen = new FormData(form).getAll(branch.dataset.branch);
      branch.hidden = !chosen.some((option) => options.has(option));
    };
    branch.querySelector("[data-only-if]").hidden = true;
    form.addEventListener("change", draw);
    draw();
  }
}
