// Who is at work on what, and what others decided meanwhile. Comfort only: versions guard every decision.
// Other scripts hear "desk:claim", "desk:changed" and "desk:ended" on the document.
"use strict";
(() => {
  const place = document.querySelector("[data-claim]");
  const origin = document.querySelector("[data-since]");
  if (!origin || !window.EventSource) return;
  const me = origin.dataset.me;

  // ---- one stream of events a page
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));
  let events = null;
  function listen() {
    events?.close();
    events = new EventSource(origin.dataset.since ? `/events?since=${origin.dataset.since}` : "/events");
    for (const name of ["claim", "changed"]) {
      events.addEventListener(name, (event) => {
        if (event.lastEventId) origin.dataset.since = event.lastEventId;
        tell(name, JSON.parse(event.data));
      });
    }
    events.addEventListener("ended", () => {
      events.close();
      tell("ended", {});
    });
  }
  listen();
  window.addEventListener("pagehide", () => events?.close());
  window.addEventListener("pageshow", (event) => event.persisted && listen());

  // ---- this page's notice
  if (!place) return;
  const part = (name) => place.querySelector(`[data-${name}]`);
  const say = (line, name) => {
    const text = line.querySelector("[data-text]");
    if (text) text.textContent = text.dataset.text.replace("{name}", name);
    line.hidden = false;
  };
  const drafts = () => new Set(Array.from(document.querySelectorAll("[data-draft]"), (node) => node.dataset.draft));

  document.addEventListener("desk:claim", ({ detail }) => {
    if (String(detail.notice) !== place.dataset.claim) return;
    if (detail.by && detail.by !== me) say(part("holder"), detail.name);
    else part("holder").hidden = true;
  });
  document.addEventListener("desk:changed", ({ detail }) => {
    if (detail.by !== me && drafts().has(String(detail.draft))) say(part("changed"), detail.name);
  });
  document.addEventListener("desk:ended", () => (part("ended").hidden = false));

  // ---- claimed while the page is used, renewed before the lease runs out, let go on leaving
  if (!place.dataset.may) return;
  const LEASE = 45000;
  const IDLE = 600000;
  let used = Date.now();
  for (const name of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(name, () => (used = Date.now()), { passive: true, capture: true });
  }
  const body = () => new URLSearchParams({ csrf: place.dataset.csrf });
  const address = (deed) => `/notices/${place.dataset.claim}/${deed}`;
  async function claim() {
    if (document.hidden || Date.now() - used > IDLE) return;
    try {
      const answer = await fetch(address("claim"), { method: "POST", body: body(), redirect: "error" });
      if (!answer.ok) return;
      const { name } = await answer.json();
      if (name) say(part("holder"), name);
    } catch {
      // away for a moment: the next beat tries again
    }
  }
  claim();
  setInterval(claim, LEASE);
  document.addEventListener("visibilitychange", claim);
  window.addEventListener("pagehide", () => navigator.sendBeacon(address("release"), body()));
})();
