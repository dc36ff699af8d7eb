// The year changes as soon as it is chosen; without this module the button beside it does it.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.form.querySelector("button").hidden = true;
  select.addEventListener("change", () => select.value && select.form.requestSubmit());
}
// A chart that has arrived needs no further asking.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const box = event.target;
  if (!box.matches("[data-chart]") || !box.querySelector("svg")) return;
  const still = box.cloneNode(true);
  still.removeAttribute("hx-get");
  still.removeAttribute("hx-trigger");
  still.classList.remove("chart-waits");
  box.replaceWith(still);
});
