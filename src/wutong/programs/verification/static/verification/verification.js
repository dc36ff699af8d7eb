/* Keys for the lines of a list; without this script every answer is a button. */
const answers = { 1: "right", 3: "unknown", 0: "" };
const lines = () => [...document.querySelectorAll("[data-line]")];

function typing(event) {
  return event.target.closest("input, select, textarea, [contenteditable]") !== null;
}

function go(step) {
  const all = lines();
  const here = all.indexOf(document.activeElement?.closest("[data-line]"));
  all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const line = event.target.closest?.("[data-line]");
  if (event.key === "Escape" && line && typing(event)) {
    line.focus();
    return;
  }
  if (typing(event)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!lines().length) return;
    event.preventDefault();
    go(event.key === "ArrowDown" ? 1 : -1);
  } else if (line && event.key === "2") {
    event.preventDefault();
    const change = line.querySelector("details");
    if (change) {
      change.open = true;
      change.querySelector("input, select").focus();
    }
  } else if (line && event.key in answers) {
    const button = line.querySelector(`button[name=answer][value="${answers[event.key]}"]`);
    if (!button) return;
    event.preventDefault();
    const all = lines();
    sessionStorage.setItem("verify-next", all[all.indexOf(line) + 1]?.id ?? line.id);
    button.click();
  }
});

document.addEventListener("htmx:afterSettle", () => {
  const next = sessionStorage.getItem("verify-next");
  if (!next) return;
  sessionStorage.removeItem("verify-next");
  document.getElementById(next)?.focus();
});
