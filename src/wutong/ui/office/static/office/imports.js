/* A file can be dropped on the field; without this script the field is an ordinary one. */
for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-drop-name]");
  zone.dataset.ready = "";
  const show = () => {
    const file = field.files[0];
    name.hidden = !file;
    name.textContent = file ? file.name : "";
  };
  field.addEventListener("change", show);
  show();
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      delete zone.dataset.over;
    });
  }
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      field.files = event.dataTransfer.files;
      show();
    }
  });
}
