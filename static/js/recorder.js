// Speaking a story: shows the button to record, and fetches what records once somebody needs it.

const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
const load = () => import("./recording.js");

function show(root) {
  const tick = root.querySelector("input[name=spoken]");
  if (root.dataset.recorder === "check" || tick.checked) return load();
  root.querySelector("[data-live]").hidden = false;
  root.querySelector("[data-plain]").hidden = true;
  root.querySelector("[data-act=record]").addEventListener("click", press);
  return null;
}

async function press({ currentTarget: button }) {
  button.removeEventListener("click", press);
  const { begin } = await load();
  begin(button.closest("[data-recorder]"));
}

function look() {
  for (const root of document.querySelectorAll("[data-recorder]:not([data-shown])")) {
    root.dataset.shown = "";
    show(root);
  }
}

if (canRecord) {
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
