/* Keyboard and comfort of the office: "/" searches, Ctrl/⌘ K commands, arrows walk lists. */

const say = (text, tone) =>
  document.dispatchEvent(new CustomEvent("wutong:say", { detail: { text, tone } }));

const typing = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));

const palette = document.getElementById("palette");

function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  palette.querySelector("input")?.select();
}

/* walking in the palette */
function hits() {
  return [...(palette?.querySelectorAll("[role=option]") ?? [])];
}
function point(index) {
  const all = hits();
  all.forEach((hit, at) => hit.setAttribute("aria-selected", String(at === index)));
  all[index]?.scrollIntoView({ block: "nearest" });
  const input = palette.querySelector("input");
  if (all[index]) input.setAttribute("aria-activedescendant", all[index].id);
  else input.removeAttribute("aria-activedescendant");
}
palette?.addEventListener("keydown", (event) => {
  const all = hits();
  const at = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") point(Math.min(at + 1, all.length - 1));
  else if (event.key === "ArrowUp") point(Math.max(at - 1, 0));
  else if (event.key === "Enter" && all[at]) all[at].click();
  else return;
  event.preventDefault();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail?.target?.id === "palette-hits") point(0);
});

/* walking in a list */
const rows = () => [...document.querySelectorAll("[data-list] tr[data-row]")];
function goTo(row) {
  for (const other of rows()) other.classList.toggle("at", other === row);
  row?.querySelector(".row-link, a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.classList.contains("at"));
  goTo(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  if (!document.getElementById("peek")?.hidden) peek(current());
  return true;
}
const current = () => rows().find((row) => row.classList.contains("at"));

/* peek: a panel beside the list, with its own address */
async function fetchPeek(url) {
  const answer = await fetch(url, {
    headers: { "HX-Request": "true", "HX-Target": "peek" },
    credentials: "same-origin",
  });
  const panel = document.getElementById("peek");
  if (!answer.ok || !panel) {
    say(document.documentElement.dataset.failed, "error");
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("peek");
  if (fresh) {
    panel.replaceWith(fresh);
    fit();
    window.htmx?.process(fresh);
  }
}
function peek(row) {
  const link = row?.querySelector("[data-peek]");
  if (!link) return;
  for (const other of rows()) other.toggleAttribute("aria-selected", false);
  row.setAttribute("aria-selected", "true");
  const here = new URL(location.href);
  here.searchParams.set("peek", row.dataset.row);
  history.replaceState(history.state, "", here);
  fetchPeek(here);
}
function closePeek() {
  const panel = document.getElementById("peek");
  if (!panel || panel.hidden) return false;
  panel.hidden = true;
  panel.replaceChildren();
  fit();
  for (const row of rows()) row.removeAttribute("aria-selected");
  const here = new URL(location.href);
  here.searchParams.delete("peek");
  history.replaceState(history.state, "", here);
  current()?.querySelector(".row-link, a")?.focus({ preventScroll: true });
  return true;
}

/* a table that fits lets its head stick to the window; a wider one scrolls by itself */
function fit() {
  for (const box of document.querySelectorAll("[data-list] .table-scroll")) {
    box.classList.remove("fits");
    box.classList.toggle("fits", box.scrollWidth <= box.clientWidth + 1);
  }
}
window.addEventListener("resize", fit);
document.addEventListener("htmx:afterSettle", fit);
fit();

/* choosing rows */
function countPicked() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const picked = document.querySelectorAll("input[name=pick]:checked").length;
  bar.hidden = picked === 0 && !bar.querySelector("[data-all]")?.checked;
  bar.querySelector("[data-picked]").textContent = String(picked);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const link = target.closest("[data-peek]");
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    const row = link.closest("tr");
    for (const other of rows()) other.classList.toggle("at", other === row);
    peek(row);
  }
  if (target.closest("[data-peek-close]")) {
    event.preventDefault();
    closePeek();
  }
  const toggle = target.closest("[data-toggle]");
  if (toggle) {
    const panel = document.getElementById(toggle.dataset.toggle);
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
    if (!panel.hidden) panel.querySelector("input, select")?.focus();
  }
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches?.("[data-pick-all]")) {
    for (const box of document.querySelectorAll("input[name=pick]")) box.checked = target.checked;
  }
  if (target.matches?.("[data-pick-all], input[name=pick], [data-all]")) countPicked();
});

/* dialogs send to the list as it stands now, not as it was when the page was loaded */
document.addEventListener("submit", (event) => {
  if (event.target.matches?.("[data-here]")) event.target.action = location.href;
}, { capture: true });

/* empty fields do not clutter the address */
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, elt } = event.detail;
  if (elt?.id !== "filters") return;
  for (const key of Object.keys(parameters)) {
    if (parameters[key] === "" || parameters[key] === "unknown") delete parameters[key];
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "filters") return;
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
});

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const open = document.querySelector("dialog[open]");
  if (open) return;
  if (event.key === "Escape" && (document.activeElement?.closest("#peek") || !typing(event.target))) {
    if (closePeek()) event.preventDefault();
    return;
  }
  if (typing(event.target)) {
    if (event.key === "ArrowDown" && event.target.id === "list-search" && walk(1)) event.preventDefault();
    return;
  }
  if (event.target instanceof Element && event.target.closest("details[open], nav")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("top-search")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "j") {
    if (walk(1)) event.preventDefault();
  } else if (event.key === "ArrowUp" || event.key === "k") {
    if (walk(-1)) event.preventDefault();
  } else if (event.key === " " && current()) {
    event.preventDefault();
    peek(current());
  } else if (event.key === "x" && current()) {
    const box = current().querySelector("input[name=pick]");
    if (box) {
      box.checked = !box.checked;
      countPicked();
    }
  } else if (event.key === "Enter" && current() && document.activeElement === document.body) {
    current().querySelector(".row-link, a")?.click();
  }
});
