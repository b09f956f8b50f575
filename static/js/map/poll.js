// Asks the server for news at a steady pace, and not at all while nobody looks or somebody paused it.

const PACE = 5000;

export class Poll {
  // address: what to ask, without the serial; onNews(answer): called with what came; onEnd(status): signed out.
  constructor(address, serial, { onNews, onEnd, onTrouble = () => {} }) {
    this.address = new URL(address, location.href);
    this.serial = serial;
    this.paused = false;
    this.timer = null;
    Object.assign(this, { onNews, onEnd, onTrouble });
    document.addEventListener("visibilitychange", () => this.plan(0));
    this.plan(PACE);
  }

  pause(paused) {
    this.paused = paused;
    this.plan(0);
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = this.paused || document.hidden ? null : setTimeout(() => this.ask(), wait);
  }

  async ask() {
    let next = PACE;
    try {
      this.address.searchParams.set("since", this.serial);
      const answer = await fetch(this.address, { cache: "no-store", credentials: "same-origin" });
      if ([401, 403, 404].includes(answer.status)) return this.onEnd(answer.status);
      if (answer.status === 200) {
        const news = await answer.json();
        this.serial = news.serial;
        await this.onNews(news);
      }
      this.onTrouble(!answer.ok);
      if (!answer.ok) next = 4 * PACE;
    } catch {
      this.onTrouble(true);
      next = 4 * PACE;
    }
    this.plan(next);
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
