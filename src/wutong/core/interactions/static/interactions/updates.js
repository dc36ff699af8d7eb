/* Pasting and confirming by keyboard; without this script the same buttons are pressed by hand. */
const box = document.querySelector("textarea[data-paste]");
const form = document.querySelector("[data-paste-form]");

box?.addEventListener("paste", () => {
  const empty = !box.value.trim();
  setTimeout(() => {
    if (empty && box.value.trim()) form.requestSubmit();
  });
});
box?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

const ticks = [...document.querySelectorAll("[data-proposal] input[type=checkbox]")];
const taker = document.querySelector("[data-confirm]");

document.addEventListener("keydown", (event) => {
  if (!taker || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, a, summary")) return;
  const at = ticks.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = at + step;
    if (next >= ticks.length || (at < 0 && step < 0 && !ticks.length)) taker.focus();
    else ticks[at < 0 && step < 0 ? ticks.length - 1 : Math.max(next, 0)]?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    taker.click();
  }
});
