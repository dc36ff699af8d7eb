/* The queue of duplicates by keyboard; every key presses a button or follows a link that is on the
   page, so that without this script everything works by mouse. */
const rows = [...document.querySelectorAll("[data-pair-row]")];

function pressed(key) {
  const target = document.querySelector(`[data-pair-key="${key}"]`);
  target?.click();
  return Boolean(target);
}

function step(by) {
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length];
  (next.querySelector("input:checked") ?? next.querySelector("input"))?.focus();
  return true;
}

function choose(place) {
  const row = rows.find((one) => one.contains(document.activeElement)) ?? rows[0];
  const choice = row?.querySelectorAll("input[type=radio]")[place];
  if (!choice || choice.disabled) return false;
  choice.checked = true;
  choice.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.closest("input:not([type=radio]), textarea, select, [contenteditable]");
  if (typing || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  let done = false;
  if (key === "arrowdown") done = step(1);
  else if (key === "arrowup") done = step(-1);
  else if (key === "1" || key === "2") done = choose(Number(key) - 1);
  else if ("sdljku".includes(key) && key.length === 1) done = pressed(key);
  if (done) event.preventDefault();
});
