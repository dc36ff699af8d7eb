// A film is loaded when a reader presses, and not before; without this its link leads to the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".story-film-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const film = link.closest(".story-film");
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = film.dataset.player;
  frame.title = film.dataset.title;
  frame.allowFullscreen = true;
  frame.referrerPolicy = "no-referrer";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
  film.querySelector("img")?.remove();
  film.prepend(frame);
  link.removeAttribute("class");
});
