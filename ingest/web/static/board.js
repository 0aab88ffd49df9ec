// Comfort only: j and k go from notice to notice, as on the other lists.
"use strict";
(() => {
  const stops = () => Array.from(document.querySelectorAll(".told .entry, .line-item a"));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const all = stops();
    const at = all.findIndex((node) => node === document.activeElement || node.contains(document.activeElement));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    if (!next) return;
    event.preventDefault();
    if (!next.matches("a")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  });
})();
