/* Keys of a page that is worked through one by one: what carries data-key is pressed by that key;
   a field or a button is only focused, so that nothing is decided by a slip. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, button")) target.focus();
  else target.click();
});
