// Takes over the language of a page that was fetched: everything around its main part, and which way it is written.

const AROUND = [".govuk-skip-link", ".govuk-template__header", ".govuk-template__footer", "#not-reached", "#refused"];

export function takeLanguage(page) {
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  for (const selector of AROUND) {
    const [ours, theirs] = [document.querySelector(selector), page.querySelector(selector)];
    if (ours && theirs) ours.replaceWith(document.importNode(theirs, true));
  }
  const wanted = new Set([...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")));
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const href = link.getAttribute("href");
    if (!wanted.delete(href) && href.includes("rtl.css")) link.remove();
  }
  for (const href of wanted) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}
