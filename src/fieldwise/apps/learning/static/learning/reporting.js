// Reports what was played: pieces of at most 15 s, kept on this device until the server has them.
const LONGEST_PIECE = 15;
const EVERY_MILLISECONDS = 15000;
const MOST_TRIES = 40;

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function post(url, body, keepalive = false) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), keepalive });
  if (!response.ok) throw Object.assign(new Error(`${response.status}`), { status: response.status });
  return response.json();
}

export class Reporter {
  constructor(playsUrl, component, length, changed) {
    Object.assign(this, { playsUrl, component, length, changed, pending: [], current: null, sending: null });
    this.state = { played: [], seconds: 0, of: length, complete: false };
    this.trouble = null;
  }

  async open() {
    setInterval(() => this.send(), EVERY_MILLISECONDS);
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    await this.send();
  }

  // Tried until the server takes it; what is played meanwhile waits without a lease.
  async begin() {
    const { play, lease } = await post(this.playsUrl, { component: this.component });
    const url = `${this.playsUrl}/${play}/segments`;
    this.state = await post(url, { lease, segments: [] });
    Object.assign(this, { lease, url, key: `fieldwise:pending:${play}` });
    for (const waiting of this.pending) waiting.lease = lease;
    this.pending = [...JSON.parse(localStorage.getItem(this.key) ?? "[]"), ...this.pending];
    this.keep();
  }

  // The time moved while playing; a piece ends where it grows too long.
  advance(from, to, rate) {
    const end = Math.min(to, this.length);
    if (end <= from) return;
    if (!this.current || Math.abs(this.current.to - from) > 0.5) this.cut();
    this.current ??= { id: crypto.randomUUID(), from, to: from, rate };
    this.current.to = end;
    if (end - this.current.from >= LONGEST_PIECE) this.cut();
  }

  // Playing paused, jumped or ended: the piece so far is whole.
  cut() {
    if (!this.current) return;
    const { id, from, to, rate } = this.current;
    this.current = null;
    const parts = Math.ceil((to - from) / LONGEST_PIECE);
    for (let part = 0; part < parts; part += 1) {
      const start = from + part * LONGEST_PIECE;
      const piece = { id: part ? `${id}.${part}` : id, from: start, to: Math.min(start + LONGEST_PIECE, to), rate };
      this.pending.push({ lease: this.lease, tries: 0, piece: { ...piece, ended_at: new Date().toISOString() } });
    }
    this.keep();
  }

  keep() {
    if (!this.key) return;
    if (this.pending.length) localStorage.setItem(this.key, JSON.stringify(this.pending));
    else localStorage.removeItem(this.key);
  }

  send() {
    this.sending ??= this.flush().finally(() => { this.sending = null; });
    return this.sending;
  }

  async flush() {
    this.cut();
    try {
      if (!this.url) await this.begin();
      while (this.pending.length && (await this.post_batch()));
      this.trouble = null;
    } catch (error) {
      this.trouble = error.status === 401 ? "signed-out" : "offline";
    }
    this.changed();
  }

  batch() {
    const { lease } = this.pending[0];
    return this.pending.filter((waiting) => waiting.lease === lease).slice(0, 100);
  }

  async post_batch() {
    const batch = this.batch();
    const answer = await post(this.url, { lease: batch[0].lease, segments: batch.map(({ piece }) => piece) });
    const early = new Set(answer.refused.filter(({ reason }) => reason.code === "over_bound").map(({ id }) => id));
    const done = new Set(batch.map(({ piece }) => piece.id).filter((id) => !early.has(id)));
    for (const waiting of batch) waiting.tries += 1;
    this.pending = this.pending.filter(({ piece, tries }) => !done.has(piece.id) && tries < MOST_TRIES);
    this.keep();
    this.state = answer;
    return early.size === 0;
  }

  // The page may never come back: one last post that outlives it; what it does not reach stays kept.
  leave() {
    this.cut();
    if (!this.pending.length || !this.url || this.sending) return;
    const batch = this.batch();
    post(this.url, { lease: batch[0].lease, segments: batch.map(({ piece }) => piece) }, true).catch(() => {});
  }

  played() {
    const waiting = this.pending.map(({ piece }) => [piece.from, piece.to]);
    return [...waiting, ...(this.current ? [[this.current.from, this.current.to]] : [])];
  }
}
