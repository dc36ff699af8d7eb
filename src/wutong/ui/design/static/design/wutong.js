/* Small comforts for pages that work without it. Everything listens on the document, so that
   fragments brought in later are served too. */

const root = document.documentElement;

function dismiss(toast) {
  toast.remove();
}

function startToasts(scope) {
  for (const toast of scope.querySelectorAll("[data-toast]:not([data-started])")) {
    toast.dataset.started = "";
    if (!toast.classList.contains("toast-error")) {
      const timer = setTimeout(() => dismiss(toast), 7000);
      toast.addEventListener("pointerenter", () => clearTimeout(timer), { once: true });
      toast.addEventListener("focusin", () => clearTimeout(timer), { once: true });
    }
  }
}

/* Modules do not import one another (an imported file has no hashed name and would run twice):
   others say something by dispatching "wutong:say" with { text, tone }. */
function announce(text, tone = "success") {
  const toast = document.createElement("div");
  toast.className = `toast toast-${tone}`;
  toast.dataset.toast = "";
  toast.textContent = text;
  document.getElementById("toasts")?.append(toast);
  startToasts(document);
}

document.addEventListener("wutong:say", (event) => announce(event.detail.text, event.detail.tone));

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;

  const close = target.closest("[data-close]");
  if (close) {
    const thing = close.closest("dialog, [data-toast], details");
    if (thing instanceof HTMLDialogElement) thing.close();
    else if (thing instanceof HTMLDetailsElement) thing.open = false;
    else thing?.remove();
  }

  const opener = target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  if (target instanceof HTMLDialogElement && target.open) target.close();

  const copy = target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
      if (copy.dataset.copied) announce(copy.dataset.copied);
    });
  }

  const say = target.closest("[data-say]");
  if (say) announce(say.dataset.say);

  const print = target.closest("[data-print]");
  if (print) window.print();

  for (const details of document.querySelectorAll("details.menu[open], details.definition[open]")) {
    if (!details.contains(target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of document.querySelectorAll("details.menu[open], details.definition[open]")) {
    details.open = false;
    details.querySelector("summary")?.focus();
    event.preventDefault();
  }
});

/* forms: a change sends itself where asked; a second press does not send twice */
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent !== undefined && form.method === "post") {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.matches("[hx-post], [data-repeatable]")) {
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 8000);
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* what was typed is not lost by accident */
let dirty = false;
document.addEventListener("input", (event) => {
  if (event.target.closest?.("form[data-guard]")) dirty = true;
});
document.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

function settle(scope) {
  startToasts(scope);
  scope.querySelector("[data-focus]:not([data-no-focus] *)")?.focus();
}
document.addEventListener("htmx:afterSettle", (event) => settle(event.detail?.elt ?? document));
document.addEventListener("htmx:responseError", () => {
  announce(root.dataset.failed || "…", "error");
});
document.addEventListener("htmx:sendError", () => {
  announce(root.dataset.failed || "…", "error");
});
settle(document);
