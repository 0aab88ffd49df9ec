// Keys of the queue. Comfort only: links, boxes and buttons do the same.
"use strict";
(() => {
  const every = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const rows = () => every("table.queue tr.draft");
  const bar = document.querySelector(".together");
  const boxes = () => every('table.queue input[type="checkbox"]');
  const silent = () => localStorage.getItem("keys") === "off";
  let last = null;

  const current = () => document.activeElement?.closest?.("tr.draft") ?? null;
  const chosen = () => boxes().filter((box) => box.checked);

  // ---- choosing rows
  function show() {
    const count = chosen().length;
    boxes().forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
    if (!bar) return;
    bar.classList.toggle("idle", count === 0);
    const told = bar.querySelector("[data-count]");
    if (told) told.textContent = count;
  }

  function choose(row, on) {
    const box = row?.querySelector('input[type="checkbox"]');
    if (!box) return;
    box.checked = on ?? !box.checked;
    show();
  }

  document.addEventListener("change", (event) => event.target.closest(".queue .pick") && show());
  document.addEventListener("click", (event) => {
    const box = event.target.closest('.queue input[type="checkbox"]');
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && last !== box) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
      show();
    }
    last = box;
  });
  document.querySelector("[data-none]")?.addEventListener("click", () => {
    boxes().forEach((box) => (box.checked = false));
    show();
  });
  window.addEventListener("pageshow", show);
  show();

  // ---- moving
  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[to].querySelector("a.open").focus();
    all[to].scrollIntoView({ block: "nearest" });
  }

  // ---- deeds: with the chosen rows, else with the one in focus
  function prepare(name, key) {
    if (!bar) return;
    if (!chosen().length) choose(current(), true);
    if (!chosen().length) return;
    every("button.meant", bar).forEach((button) => button.classList.remove("meant"));
    bar.querySelector(`button[value="${name}"]`)?.classList.add("meant");
    bar.querySelector(`[data-key="${key}"]`)?.focus();
  }

  // Enter does what was meant in this group of fields, never the first button of the form.
  bar?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, select")) return;
    event.preventDefault();
    const group = event.target.closest("fieldset");
    (group?.querySelector("button.meant") ?? group?.querySelector('button[name="do"]'))?.click();
  });

  // ---- what happens at other desks
  const table = document.querySelector("table.queue");
  document.addEventListener("desk:claim", ({ detail }) => {
    const mine = detail.by === table?.dataset.me;
    every(`[data-notice="${detail.notice}"] .claimed`).forEach((node) => {
      node.textContent = detail.by && !mine ? table.dataset.claimed.replace("{name}", detail.name) : "";
    });
  });
  document.addEventListener("desk:changed", ({ detail }) => {
    if (detail.by === table?.dataset.me) return;
    const row = document.querySelector(`tr[data-draft="${detail.draft}"]`);
    if (!row) return;
    row.classList.add("stale");
    const news = document.getElementById("news");
    const names = new Set((news.dataset.names || "").split("\n").filter(Boolean)).add(detail.name);
    news.dataset.names = [...names].join("\n");
    news.querySelector("[data-say]").textContent = news.dataset.text.replace("{name}", [...names].join(", "));
    news.hidden = false;
  });

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: () => current()?.querySelector("a.open").click(),
    v: () => choose(current()),
    " ": () => choose(current()),
    s: () => prepare("snooze", "snooze"),
    r: () => prepare("return", "reason"),
    x: () => prepare("reject", "reason"),
    u: () => document.getElementById("undo")?.requestSubmit(),
    "/": () => document.getElementById("words")?.focus(),
  };

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || silent()) return;
      // a dialog that was closed holds the focus until the next frame: what is pressed there is meant for the page
      if (event.target.closest("input, textarea, select, dialog, button, summary") && !event.target.closest("dialog:not([open])")) {
        if (event.key === "Escape" && event.target.closest(".together, .filters")) (current() ?? rows()[0])?.querySelector("a.open").focus();
        return;
      }
      if (!Object.hasOwn(keys, event.key)) return;
      if (event.key === " " && !current()) return; // it scrolls
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    },
    true,
  );
})();
