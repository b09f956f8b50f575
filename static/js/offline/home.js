// What the other pages of a telling need of the page on which telling without signal is chosen: its addresses, its
// words and the rules of the form. A device that works without signal keeps that page.

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

export async function own(address) {
  const document_ = await page(address);
  return homeOf(document_);
}

export function homeOf(source) {
  const { dataset } = source.getElementById("device");
  return {
    data: { ...dataset },
    pages: JSON.parse(dataset.pages),
    rules: JSON.parse(source.getElementById("rules").textContent),
    part: (name) => document.importNode(source.getElementById(name).content, true).firstElementChild,
    page,
  };
}

// Kept first: it is the same and costs no signal.
async function page(address) {
  const response = (await caches.match(address)) ?? (await fetch(address, { credentials: "omit" }));
  return parse(await response.text());
}
