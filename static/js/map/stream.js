// A stream that says when there is news, where the server holds streams open. The news itself is asked for as ever.

export class Stream {
  constructor(address, poll) {
    Object.assign(this, { address, poll, source: null });
    document.addEventListener("visibilitychange", () => this.follow());
    this.follow();
  }

  // Open while somebody looks and nobody paused it: an open stream holds a thread of the server.
  follow() {
    if (this.poll.rests) this.close();
    else if (!this.source && this.address) this.open();
  }

  open() {
    this.source = new EventSource(this.address);
    this.source.addEventListener("open", () => {
      this.poll.pushed = true;
    });
    this.source.addEventListener("changed", () => this.poll.plan(0));
    this.source.addEventListener("error", () => {
      this.poll.pushed = false;
      this.poll.plan(0);
      if (this.source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      this.source = null;
      this.address = ""; // as many as may be are open already: ask at a steady pace
    });
  }

  close() {
    this.source?.close();
    this.source = null;
    this.poll.pushed = false;
  }
}
