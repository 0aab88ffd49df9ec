// Comfort only: every page works without it. Keys, and evidence that lights up on both sides.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const every = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // ---- evidence: from a figure to its place in the source, and from a place to the figures that rest on it
  const quench = () => every(".lit").forEach((node) => node.classList.remove("lit"));

  function light(name, scroll) {
    quench();
    const marks = every(`mark[data-span="${CSS.escape(name)}"]`);
    marks.forEach((mark) => mark.classList.add("lit"));
    every(`a.trace[href="#${CSS.escape(name)}"]`).forEach((link) => link.classList.add("lit"));
    if (scroll && marks.length) marks[0].scrollIntoView({ block: "center", behavior: "instant" });
    return marks.length > 0;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.trace");
    if (link) {
      const name = link.getAttribute("href").slice(1);
      if (light(name, true)) {
        event.preventDefault();
        history.pushState(null, "", `#${name}`);
      }
      return;
    }
    const mark = event.target.closest("mark[data-span]");
    if (mark) light(mark.dataset.span, false);
    else quench();
  });
  if (location.hash.startsWith("#s")) light(location.hash.slice(1), true);

  // ---- one deed at a time
  const deeds = every("details.deed");
  deeds.forEach((deed) =>
    deed.addEventListener("toggle", () => {
      if (deed.open) deeds.forEach((other) => other !== deed && other.removeAttribute("open"));
    }),
  );

  // ---- a form is sent once
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => every("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ---- keys
  const help = document.getElementById("keys");
  const off = document.getElementById("keys-off");
  const silent = () => localStorage.getItem("keys") === "off";
  if (off) {
    off.checked = silent();
    off.addEventListener("change", () => localStorage.setItem("keys", off.checked ? "off" : "on"));
  }

  function step(by) {
    const neighbour = document.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]');
    if (neighbour) return neighbour.click();
    const rows = every(".queue a.open");
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const to = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[to].focus();
  }

  function open(id) {
    const deed = document.getElementById(id);
    if (!deed) return;
    deed.setAttribute("open", "");
    const field = deed.querySelector("textarea, input:not([type=hidden])");
    if (field) field.focus();
  }

  const deedsByKey = {
    j: () => step(1),
    k: () => step(-1),
    a: () => document.getElementById("approve")?.focus(),
    r: () => open("return"),
    x: () => open("reject"),
    e: () => open("amend"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (!silent() && Object.hasOwn(deedsByKey, event.key)) {
      event.preventDefault();
      deedsByKey[event.key]();
    }
  });
})();
