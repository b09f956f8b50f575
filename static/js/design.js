// Beside the list of a draft's questions: the preview as wide as a phone, or as wide as a desktop made smaller.

const KEPT = "design-device";

function start(preview) {
  const frame = preview.querySelector("[data-frame]");
  const devices = [...preview.querySelectorAll("[data-device]")];
  const show = (device) => {
    for (const button of devices) button.setAttribute("aria-pressed", String(button.dataset.device === device));
    frame.classList.toggle("design-frame--phone", device === "phone");
    frame.classList.toggle("design-frame--desktop", device === "desktop");
  };
  for (const button of devices) {
    button.addEventListener("click", () => {
      sessionStorage.setItem(KEPT, button.dataset.device);
      show(button.dataset.device);
    });
  }
  preview.querySelector("[data-devices]").hidden = false;
  show(sessionStorage.getItem(KEPT) === "desktop" ? "desktop" : "phone");
}

const preview = document.querySelector("[data-preview]");
if (preview) start(preview);
