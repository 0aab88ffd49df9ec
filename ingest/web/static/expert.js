// Comfort only: a reason that was typed is still there after the session ended and was opened again.
"use strict";
(() => {
  const PREFIX = "reason:";
  const typed = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  if (document.querySelector('[role="status"]')) typed().forEach((key) => sessionStorage.removeItem(key));
  const field = document.querySelector("textarea[name=reason]");
  if (!field) return;
  const key = PREFIX + location.pathname;
  const kept = sessionStorage.getItem(key);
  if (!field.value && kept) {
    field.value = kept;
    field.closest("details").open = true;
  }
  const keep = () => sessionStorage.setItem(key, field.value);
  field.addEventListener("input", keep);
  // Words typed before this script ran are kept as well.
  field.form.addEventListener("submit", keep);
})();
