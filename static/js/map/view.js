// Going from one selection to another without leaving the page: the server's answer is shown, the address follows,
// Back and Forward lead through the selections. Whatever goes wrong ends in an ordinary visit of the address.

import { sameQuery } from "./address.js";
import { fill, swap } from "./regions.js";

export class View {
  // map: the element that says where the pages are; draw(shape): shows a triad.
  constructor(map, draw) {
    Object.assign(this, { map, draw, asking: null, shown: location.search });
    this.main = map.closest("main") ?? document.body;
    this.form = document.querySelector("form.mm-filters");
    this.status = document.createElement("p");
    this.status.className = "govuk-visually-hidden";
    this.status.setAttribute("role", "status");
    this.main.append(this.status);
  }

  // Where the figures of the present address are.
  get live() {
    return sameQuery(this.map.dataset.live, location.href);
  }

  listen(onNews) {
    this.onNews = onNews;
    document.addEventListener("click", (event) => this.follow(event));
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = new URL(this.form.action);
      asked.search = new URLSearchParams(new FormData(this.form));
      this.go(sameQuery(asked.pathname, asked));
    });
    window.addEventListener("popstate", () => {
      if (location.search !== this.shown) this.go(new URL(location.href), { push: false });
    });
  }

  follow(event) {
    const link = event.target.closest?.("a[data-pick]");
    const meansElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || meansElsewhere || event.defaultPrevented) return;
    event.preventDefault();
    // A link inside an SVG picture has no plain `href` of its own.
    this.go(new URL(link.getAttribute("href"), location.href));
  }

  async go(address, { push = true } = {}) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.main.setAttribute("aria-busy", "true");
    const news = await this.ask(address, asking.signal);
    if (asking.signal.aborted) return;
    this.main.removeAttribute("aria-busy");
    if (!news) {
      if (push) location.assign(address);
      else location.reload();
      return;
    }
    if (push) history.pushState(null, "", news.address);
    this.shown = location.search;
    await this.show(news);
    if (this.form) fill(this.form, new URL(news.address, location.href).searchParams);
    this.status.textContent = news.said;
    this.onNews(news);
  }

  async ask(address, signal) {
    try {
      const answer = await fetch(sameQuery(this.map.dataset.live, address), { cache: "no-store", signal });
      const news = answer.ok && (await answer.json());
      return news && !news.faults ? news : null; // what is wrong with a filter is said on a page of its own
    } catch {
      return null;
    }
  }

  async show(news) {
    swap(news.regions);
    await this.draw(news.shape);
  }
}
