/* Renews the code of the card when its minute is over, and shows how much of it is left. Without
   this module the page reloads itself. A phone that was asleep asks again when it wakes. */

const plate = document.querySelector("[data-card-code]");
let endsAt = 0;
let timer = 0;

function read() {
  const code = plate.querySelector("[data-seconds]");
  endsAt = performance.now() + Number(code.dataset.seconds) * 1000;
}

async function renew() {
  const answer = await fetch(plate.dataset.cardCode, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
  plate.innerHTML = await answer.text();
  plate.classList.remove("pass-stale");
  read();
}

async function tick() {
  const left = Math.ceil((endsAt - performance.now()) / 1000);
  const bar = plate.querySelector("progress");
  if (bar) bar.value = Math.max(0, left);
  if (left > 0) return;
  endsAt = performance.now() + 5000;
  try {
    await renew();
  } catch {
    plate.classList.add("pass-stale");
    document.dispatchEvent(
      new CustomEvent("wutong:say", { detail: { text: plate.dataset.failed, tone: "warning" } }),
    );
  }
}

if (plate) {
  read();
  timer = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => {
    clearInterval(timer);
    if (document.visibilityState === "visible") {
      endsAt = 0;
      tick();
      timer = setInterval(tick, 1000);
    }
  });
}
