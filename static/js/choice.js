// A choice: how many more may be chosen, said as one goes along; own words asked for where their option is chosen;
// "none of these" takes the others away; radios can be cleared again. GOV.UK Frontend's script for this is not used:
// it says of a radio that it is expanded, which radios cannot be.

class Choice {
  constructor(root) {
    this.list = root.querySelector("[data-answers]");
    this.count = root.querySelector("[data-count]");
    const template = root.querySelector("template");
    template?.before(template.content.cloneNode(true));
    this.clearButton = root.querySelector("[data-clear]");
    this.clearButton?.addEventListener("click", () => this.clear());
    this.revealing = this.list.querySelector("[data-reveals]");
    this.list.addEventListener("change", (event) => this.choose(event.target));
    this.draw();
  }

  get chosen() {
    return [...this.list.querySelectorAll("input:checked")];
  }

  choose(input) {
    if (input.checked) {
      const others = this.chosen.filter((other) => other !== input);
      for (const other of others) if (input.value === "na" || other.value === "na") other.checked = false;
    }
    this.draw();
  }

  clear() {
    for (const input of this.chosen) {
      input.checked = false;
      input.dispatchEvent(new Event("change", { bubbles: true })); // others listen, too
    }
    this.list.querySelector("input").focus();
  }

  draw() {
    const options = this.chosen.filter((input) => input.value !== "na");
    if (this.count) this.count.textContent = JSON.parse(this.count.dataset.count)[options.length];
    if (this.revealing) this.reveal(this.revealing);
    if (this.clearButton) this.clearButton.hidden = this.chosen.length === 0;
  }

  reveal(input) {
    const kind = input.type === "radio" ? "radios" : "checkboxes";
    const words = document.getElementById(input.dataset.reveals);
    words?.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
  }
}

export const startChoice = (root) => new Choice(root);
