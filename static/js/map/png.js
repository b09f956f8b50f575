// A picture as PNG, made in the browser from the picture that the server made: at twice its size, for slides.
// A button with `data-png` names the address of the picture. It is not seen until this runs.

const SCALE = 2;

// The name that the server gave the file, with the other ending.
export function pngName(disposition) {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
  const plain = /filename="([^"]*)"|filename=([^;]+)/i.exec(disposition);
  const name = encoded ? decodeURIComponent(encoded[1]) : (plain?.[1] ?? plain?.[2] ?? "picture.svg");
  return name.trim().replace(/\.svg$/i, "") + ".png";
}

async function draw(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png");
  });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function take(button) {
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.png, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    save(await draw(await answer.text()), pngName(answer.headers.get("Content-Disposition") ?? ""));
  } catch {
    button.textContent = "The PNG could not be made; take the SVG";
  }
  button.disabled = false;
}

function show() {
  for (const button of document.querySelectorAll("[data-png]")) {
    button.hidden = false;
    if (button.parentElement.tagName === "LI") button.parentElement.hidden = false;
  }
}

// Heard at the top, and looked for again when the page changes: the map puts new parts in place of old ones.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-png]");
  if (button) take(button);
});
new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
show();
