// Comfort only: every page works without it. Evidence that lights up on both sides, keys, forms that lose nothing.
"use strict";
(() => {
  const root = document.documentElement;
  // by then every script of the page has run, and htmx knows its elements: what is shown from here on does what it says
  document.addEventListener("DOMContentLoaded", () => root.classList.add("scripted"));
  const every = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // ---- evidence: from a figure to its place in the source, and from a place to the figures that rest on it
  let held = ""; // what a click or a key lit: it stays while the pointer passes over other things
  const quench = () => every(".lit").forEach((node) => node.classList.remove("lit"));

  // scroll: "pane" moves the source only, "page" also the page where the source has no pane of its own
  function light(name, scroll) {
    quench();
    if (!name) return false;
    const marks = every(`mark[data-span="${CSS.escape(name)}"]`);
    marks.forEach((mark) => mark.classList.add("lit"));
    every(`a.trace[href="#${CSS.escape(name)}"], li.fact[data-span="${CSS.escape(name)}"]`).forEach((node) => node.classList.add("lit"));
    if (scroll && marks.length) show(marks[0], scroll === "page");
    return marks.length > 0;
  }

  function show(mark, far) {
    const pane = mark.closest(".pane.source");
    const box = mark.getBoundingClientRect();
    if (pane && pane.scrollHeight > pane.clientHeight + 1) {
      const frame = pane.getBoundingClientRect();
      if (box.top < frame.top + 60 || box.bottom > frame.bottom - 20) pane.scrollBy({ top: box.top - frame.top - pane.clientHeight / 2, behavior: "instant" });
    }
    const now = mark.getBoundingClientRect();
    if (far && (now.top < 0 || now.bottom > innerHeight)) mark.scrollIntoView({ block: "center", behavior: "instant" });
  }

  const spanOf = (node) => {
    const link = node.closest?.("a.trace");
    if (link) return link.getAttribute("href").slice(1);
    return node.closest?.("mark[data-span], li.fact[data-span]")?.dataset.span ?? "";
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.trace");
    held = spanOf(event.target);
    if (link) {
      if (light(held, "page")) {
        event.preventDefault();
        history.replaceState(null, "", `#${held}`);
      }
    } else if (held) light(held);
    else quench();
  });
  document.addEventListener("pointerover", (event) => {
    const name = spanOf(event.target);
    if (name) light(name, event.target.closest("a.trace") ? "pane" : "");
    else if (document.querySelector(".lit")) light(held);
  });
  document.addEventListener("focusin", (event) => {
    const name = spanOf(event.target);
    if (name) light(name, event.target.closest("form") ? "" : "pane"); // a button must not run away from under the pointer
  });
  if (location.hash.startsWith("#s")) light((held = location.hash.slice(1)), "page");

  // ---- one deed at a time within a draft
  document.addEventListener(
    "toggle",
    (event) => {
      const deed = event.target;
      if (!deed.matches?.("details.deed") || !deed.open) return;
      every("details.deed", deed.closest(".deeds") ?? document).forEach((other) => other !== deed && !other.contains(deed) && other.removeAttribute("open"));
    },
    true,
  );

  // ---- a form is sent once
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => every("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ---- what is typed is kept on leaving, and a session that ended is told at once
  const typing = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-typed]");
    if (form) typing.add(form);
  });
  document.addEventListener("submit", (event) => typing.delete(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.target.matches?.("form[data-typed]")) typing.delete(event.target);
  });
  window.addEventListener("pagehide", () => {
    typing.forEach((form) => {
      if (form.isConnected && !form.dataset.sent) navigator.sendBeacon(form.dataset.typed, new URLSearchParams(new FormData(form)));
    });
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) return;
    const note = (event.target.closest("form") ?? document).querySelector(".expired");
    if (note) note.hidden = false;
  });

  // ---- focus is never lost: after a part was exchanged it goes to the first field of what came, else to the part
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.target;
    if (part.closest?.(".tried, .found, .previewed")) return;
    const home = document.getElementById(part.id) ?? part;
    const field = home.querySelector("form.amend, form.fact-form")?.querySelector("textarea, select, input:not([type=hidden])");
    if (field) field.focus();
    else if (!home.contains(document.activeElement) && document.activeElement === document.body) home.focus?.({ preventScroll: true });
  });
  const landing = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target || !target.matches("article.draft, section.facts")) return;
    if (![document.body, target].includes(document.activeElement)) return; // whoever is faster than the page is left where they are
    const field = target.querySelector("form.amend, form.fact-form")?.querySelector("textarea, select, input:not([type=hidden])");
    (field ?? target).focus({ preventScroll: Boolean(field) });
  };
  window.addEventListener("load", () => requestAnimationFrame(landing)); // after the browser has gone to the fragment itself

  // ---- a selection in the source becomes a fact
  const pick = document.getElementById("pick");
  if (pick) {
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      const words = String(chosen).replace(/\s+/g, " ").trim();
      const inside = chosen.anchorNode && document.querySelector("article.document")?.contains(chosen.anchorNode);
      pick.hidden = !(inside && words.length > 1 && words.length < 500);
      if (pick.hidden) return;
      every("a[data-kind]", pick).forEach((link) => {
        const address = new URL(link.href);
        address.searchParams.set("quote", words);
        address.hash = "facts";
        link.href = address.href;
      });
    });
  }

  // ---- keys
  const help = document.getElementById("keys");
  const off = document.getElementById("keys-off");
  const silent = () => localStorage.getItem("keys") === "off";
  if (off) {
    off.checked = silent();
    off.addEventListener("change", () => localStorage.setItem("keys", off.checked ? "off" : "on"));
  }

  const drafts = () => every("article.draft");
  let last = null;
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.("article.draft");
    if (!card) return;
    last = card.id;
    drafts().forEach((other) => other.classList.toggle("current", other === card));
  });
  const current = () => document.activeElement?.closest?.("article.draft") ?? (last && document.getElementById(last)) ?? drafts()[0];

  function step(by) {
    const all = drafts();
    const here = document.activeElement?.closest?.("article.draft") ?? (last && document.getElementById(last));
    const to = here ? all.indexOf(here) + by : by > 0 ? 0 : -1;
    if (all[to]) {
      all[to].focus({ preventScroll: true });
      all[to].scrollIntoView({ block: "start", behavior: "instant" });
      return;
    }
    const neighbour = document.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]');
    if (neighbour) neighbour.click();
  }

  function stepFact(by) {
    const facts = every("li.fact[data-span]:not(.struck)");
    if (!facts.length) return;
    const at = facts.findIndex((fact) => fact.contains(document.activeElement));
    const to = facts[(at + by + facts.length + (at < 0 && by < 0 ? 1 : 0)) % facts.length];
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", behavior: "instant" });
    held = to.dataset.span;
    light(held, "pane");
  }

  function open(name) {
    const deed = current()?.querySelector(`[data-deed="${name}"]`);
    if (!deed) return;
    if (!deed.matches("details")) return name === "amend" ? deed.click() : deed.focus();
    deed.setAttribute("open", "");
    deed.querySelector("select, textarea, input:not([type=hidden])")?.focus();
  }

  const deedsByKey = {
    j: () => step(1),
    k: () => step(-1),
    a: () => open("approve"),
    r: () => open("return"),
    x: () => open("reject"),
    e: () => open("amend"),
    n: () => stepFact(1),
    p: () => stepFact(-1),
    u: () => document.getElementById("undo")?.requestSubmit(),
  };
  const ours = Boolean(document.querySelector(".panes .work"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    // the focus leaves a dialog that was closed only with the next frame: a key until then is meant for the page
    if (event.target.closest("input, textarea, select, dialog") && !event.target.closest("dialog:not([open])")) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (ours && !silent() && Object.hasOwn(deedsByKey, event.key)) {
      event.preventDefault();
      deedsByKey[event.key]();
    }
  });
})();
