// Requests from the page of the API: the key is held in this page alone and never stored.

const key = document.querySelector("#api-key");
document.querySelector("[data-api-key]").hidden = false;
for (const part of document.querySelectorAll("[data-api-only]")) part.hidden = false;

function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-in]")) {
    const value = field.value.trim();
    if (field.dataset.in === "path") {
      path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    } else if (value) {
      query.set(field.name, value);
    }
  }
  return query.size ? `${path}?${query}` : path;
}

function show(form, head, text) {
  const output = form.querySelector("[data-api-answer]");
  const title = document.createElement("p");
  const body = document.createElement("pre");
  title.className = "strong";
  title.textContent = head;
  body.className = "api-text";
  body.textContent = text;
  output.replaceChildren(title, body);
  output.hidden = false;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const headers = { Authorization: `Bearer ${key.value.trim()}`, "Accept-Language": document.documentElement.lang };
  const match = form.elements.namedItem("if-match");
  const body = form.elements.namedItem("body");
  if (match?.value) headers["If-Match"] = match.value;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(addressOf(form), {
    method: form.dataset.method, headers, body: body?.value, credentials: "omit", cache: "no-store",
  });
  const told = ["ETag", "RateLimit", "Retry-After"]
    .filter((name) => answer.headers.has(name))
    .map((name) => `${name}: ${answer.headers.get(name)}`);
  const status = `${answer.status} ${answer.statusText}`.trim();
  show(form, [status, ...told].join(" · "), pretty(await answer.text()));
}

for (const form of document.querySelectorAll("[data-api-try]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form).catch(() => show(form, document.documentElement.dataset.failed, ""));
  });
}
