// Comfort only. Typing finds; arrows and Enter, or Alt with a number, open; + counts; / goes back to the words.
"use strict";
(() => {
  const field = document.querySelector('#find input[name="q"]');
  const hits = document.getElementById("hits");
  const card = document.getElementById("card");
  const links = () => Array.from(hits.querySelectorAll(".hit a"));
  let settled = null;

  // a search counts as meant when the typing has stopped: only then is it kept
  field.addEventListener("input", () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      if (field.value.trim().length < 2) return;
      htmx.ajax("GET", "/find/hits", { target: "#hits", values: { settled: "1", ...values() } });
    }, 1500);
  });

  // a card that is opened says what was meant; hits that come anew leave the one that is chosen chosen
  hits.addEventListener("click", () => clearTimeout(settled));
  let chosen = -1;
  hits.addEventListener("htmx:beforeSwap", () => { chosen = links().indexOf(document.activeElement); });
  hits.addEventListener("htmx:afterSwap", () => links()[chosen]?.focus({ preventScroll: true }));

  function values() {
    return Object.fromEntries(new FormData(document.getElementById("find")));
  }

  document.getElementById("find").addEventListener("submit", (event) => {
    const first = links()[0];
    if (!first) return;
    event.preventDefault();
    first.click();
  });

  card.addEventListener("htmx:afterSwap", () => {
    card.focus({ preventScroll: true });
    // below the hits where there is no room beside them
    if (card.getBoundingClientRect().top > window.innerHeight / 2) card.scrollIntoView({ block: "start" });
  });

  card.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(() => {
      button.textContent = button.dataset.done;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const all = links();
    const typing = event.target.closest("input, textarea, select");
    if (event.altKey && event.code.startsWith("Digit")) {
      const link = all[Number(event.code.slice(5)) - 1];
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (!typing || typing === field) && all.length) {
      event.preventDefault();
      const at = all.indexOf(document.activeElement);
      const to = event.key === "ArrowDown" ? at + 1 : at - 1;
      (to < 0 ? field : all[Math.min(to, all.length - 1)]).focus();
    } else if (!typing && event.key === "/") {
      event.preventDefault();
      field.select();
      field.focus();
    } else if (!typing && event.key === "+") {
      document.getElementById("asked")?.click();
    } else if (event.key === "Escape") {
      field.value = "";
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
