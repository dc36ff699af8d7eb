// Asks now and then whether there is newer mail and offers to show it; never follows any link.
const fresh = document.querySelector(".fresh");
if (fresh) {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(fresh.dataset.ask);
      const { newest } = await answer.json();
      fresh.hidden = newest <= Number(fresh.dataset.newest);
    } catch {
      // The catcher was stopped; the page stays as it is.
    }
  };
  setInterval(ask, 3000);
}
