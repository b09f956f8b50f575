// Asks the server for news at a steady pace, and not at all while nobody looks or somebody paused it.

const PACE = 5000;

export class Poll {
  // address(): what to ask, without the serial; onNews(answer, address): called with what came; onEnd(): signed out.
  constructor(address, serial, { onNews, onEnd, onTrouble = () => {} }) {
    this.address = typeof address === "function" ? address : () => address;
    this.serial = serial;
    this.paused = false;
    this.pushed = false; // somebody else says when there is news: a stream
    this.timer = null;
    Object.assign(this, { onNews, onEnd, onTrouble });
    document.addEventListener("visibilitychange", () => this.plan(0));
    this.plan(PACE);
  }

  pause(paused) {
    this.paused = paused;
    this.plan(0);
  }

  get rests() {
    return this.paused || document.hidden;
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = this.rests ? null : setTimeout(() => this.ask(), wait);
  }

  async ask() {
    const asked = String(this.address());
    let next = PACE;
    try {
      const address = new URL(asked, location.href);
      address.searchParams.set("since", this.serial);
      const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
      if ([401, 403, 404].includes(answer.status)) return this.end();
      if (answer.status === 200) await this.take(await answer.json(), asked);
      this.onTrouble(!answer.ok);
      if (!answer.ok) next = 4 * PACE;
    } catch {
      this.onTrouble(true);
      next = 4 * PACE;
    }
    if (!this.pushed) this.plan(next);
  }

  // News about what is not asked any more, or that came after a pause, is none.
  async take(news, asked) {
    if (this.rests || asked !== String(this.address())) return;
    this.serial = news.serial;
    await this.onNews(news);
  }

  end() {
    this.paused = true;
    this.plan(0);
    this.onEnd();
  }
}

// Says in a status line that there are alerts to look at; silent while their number stays as it was.
export function sayAlerts(line, alerts, href) {
  if (!line || line.dataset.said === String(alerts.n)) return;
  line.dataset.said = String(alerts.n);
  line.textContent = "";
  if (alerts.n === 0) return;
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = href;
  link.textContent = alerts.n === 1 ? "1 alert to look at" : `${alerts.n} alerts to look at`;
  line.append(link, `: ${alerts.newest}`);
}
