// The portal's only script. Every page works without it; it adds: a screen hidden at once, drafts saved while
// typing, characters counted, minutes that move, focus on errors, a warning before the session ends, one send only.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* --- Hide the screen: link, button, or Shift three times within five seconds ---------------- */

const hideLink = one("[data-hide]");
const hideButton = one("[data-hide-button]");

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "cover";
  document.body.append(sheet);
  document.title = "…";
  // Whatever the sheet does not cover (a dialog on top, the page's own scroll) goes away as well.
  all("body > :not(.cover)").forEach((element) => { element.hidden = true; });
}

async function hide() {
  const form = hideButton?.form;
  const target = hideLink?.href || "/skjul/";
  // A form that saves a draft is sent on its way first; the cover never waits for the answer.
  const saving = form ? send(form, hideButton).catch(() => null) : null;
  cover();
  if (saving) await Promise.race([saving, new Promise((done) => setTimeout(done, 1500))]);
  location.replace(target);
}

function send(form, button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  return fetch(button?.getAttribute("formaction") || form.action, {
    method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "manual", keepalive: true,
  });
}

if (hideLink || hideButton) {
  for (const control of [hideLink, hideButton]) {
    control?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      hide();
    });
  }
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    if (presses.length >= 3) hide();
  });
  // The back button would show the page from memory.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

/* --- Drafts: two seconds after the last key, told at most once a minute ---------------------- */

for (const form of all("form[data-autosave]")) {
  const told = one("[data-saved]", form);
  let timer, toldAt = 0, last = "";
  const save = async () => {
    const body = new URLSearchParams(new FormData(form));
    if (String(body) === last) return;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(answer.status);
      last = String(body);
      document.dispatchEvent(new Event("seen"));
      const { saved } = await answer.json();
      if (told && saved && Date.now() - toldAt > 60000) { told.textContent = saved; toldAt = Date.now(); }
    } catch {
      if (told && told.dataset.failed) told.textContent = told.dataset.failed;
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  form.addEventListener("submit", () => clearTimeout(timer));
}

/* --- Characters left: seen at once, heard only when typing pauses ---------------------------- */

for (const group of all(".form-limit[data-maxlength]")) {
  const input = one("textarea, input", group);
  const line = one(".character-limit", group);
  if (!input || !line) continue;
  const spoken = document.createElement("span");
  spoken.className = "sr-only";
  spoken.setAttribute("aria-live", "polite");
  line.after(spoken);
  const roomy = line.hidden;
  let pause;
  const count = () => {
    // The server counts a line break as two, as a form sends it.
    const used = input.value.replace(/\r?\n/g, "\r\n").length;
    const left = group.dataset.maxlength - used;
    const text = fill(left < 0 ? line.dataset.over : line.dataset.left, { n: Math.abs(left) });
    line.textContent = text;
    line.hidden = roomy && left > group.dataset.maxlength / 10;
    line.classList.toggle("limit-exceeded", left < 0);
    return line.hidden ? "" : text;
  };
  input.addEventListener("input", () => {
    const text = count();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = text; }, 1000);
  });
  if (input.value) count();
}

/* --- Deadlines: the server's words, moved on each minute, never announced -------------------- */

const deadlines = all("[data-deadline]");
const URGENT = 240; // minutes, as on the server
let crossed = 0;

function span(spans, minutes) {
  const h = Math.floor(minutes / 60), m = minutes % 60;
  return fill(h && m ? spans[0] : h ? spans[1] : spans[2], { h, m });
}

function become(badge, state, colour, icon) {
  badge.classList.remove(`badge-${badge.dataset.state}`, "badge-plain", "badge-warning");
  badge.classList.add(`badge-${colour}`);
  badge.dataset.state = state;
  const use = one("use", badge);
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
}

function tick() {
  for (const badge of deadlines) {
    const spans = badge.dataset.spans.split("|");
    const text = one("span", badge);
    const minutes = Math.trunc((new Date(badge.dataset.deadline) - Date.now()) / 60000);
    if (minutes < 0 && badge.dataset.state !== "late") {
      become(badge, "late", "error", "error");
      text.textContent = fill(badge.dataset.over, { time: span(spans, -minutes) });
      continue;
    }
    // Only the duration changes; a date or a word around it stays. Whole days are left to the server.
    const written = new RegExp(spans.map((words) => words.replace(/\{\w\}/g, "\\d+")).join("|"));
    text.textContent = text.textContent.replace(written, span(spans, Math.abs(minutes)));
    if (badge.dataset.state === "plain" && minutes >= 0 && minutes < URGENT) {
      become(badge, "urgent", "warning", "warning");
      if (badge.offsetParent) crossed += 1;
      text.textContent = fill(badge.dataset.urgent, { left: text.textContent });
    }
  }
  // The table and the cards of a phone hold the same rows: what is seen counts.
  const counter = one("[data-urgent-title]");
  if (counter && crossed) {
    const n = Number(counter.dataset.urgentCount) + crossed;
    document.title = `${fill(counter.dataset.urgentTitle, { n })} ${document.title.replace(/^\(.*?\) /, "")}`;
  }
}

if (deadlines.length) setInterval(tick, 60000);

/* --- Errors: focus on the summary; its links lead into the field ------------------------------ */

const summary = one("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.hash?.slice(1) ?? "");
    if (!field) return;
    event.preventDefault();
    (field.closest(".form-group") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/* --- One send only ---------------------------------------------------------------------------- */

const guarded = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (guarded.has(form)) { event.preventDefault(); return; }
  guarded.add(form);
  setTimeout(() => guarded.delete(form), 8000);
});

/* --- No connection: the page with the answers stays, and says that nothing was sent ------------ */

const offline = one("[data-offline]");

async function reachable() {
  try {
    const signal = "timeout" in AbortSignal ? AbortSignal.timeout(6000) : undefined;
    return (await fetch("/sundhed/levende/", { method: "HEAD", cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

if (offline) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !form.closest("main")) return;
    event.preventDefault();
    const pressed = event.submitter;
    offline.hidden = true;
    if (!(await reachable())) {
      guarded.delete(form);
      offline.hidden = false;
      offline.focus();
      return;
    }
    deliver(form, pressed);
  });
}

// Sent from here and not by the browser: when the answer gets lost, the page finds out whether it arrived.
async function deliver(form, pressed) {
  const data = new FormData(form);
  if (pressed?.name) data.set(pressed.name, pressed.value);
  pressed?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(data), credentials: "same-origin", cache: "no-store",
    });
    location.assign(answer.redirected ? answer.url : offline.dataset.again);
  } catch {
    const unsure = one("[data-unsure]");
    unsure.hidden = false;
    unsure.focus();
    while (!(await reachable())) await new Promise((done) => { setTimeout(done, 2000); });
    location.assign(offline.dataset.again);
  }
}

/* --- The session: a warning five minutes before, in every open window -------------------------- */

const dialog = one("[data-session-warning]");
const idle = Number(document.body.dataset.idleSeconds) * 1000;

if (dialog && idle) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  const warnBefore = Math.min(300000, idle / 2);
  let seen = Date.now();
  const heard = () => {
    seen = Date.now();
    if (dialog.open && !one("[data-still-in]", dialog).hidden) dialog.close();
  };
  channel?.addEventListener("message", heard);
  document.addEventListener("seen", () => { heard(); channel?.postMessage("seen"); });
  channel?.postMessage("seen");
  // Clocks of sleeping machines stop: ask the clock, do not count.
  setInterval(() => {
    const silent = Date.now() - seen;
    if (silent > idle) {
      one("[data-still-in]", dialog).hidden = true;
      one("[data-logged-off]", dialog).hidden = false;
    }
    if (silent > idle - warnBefore && !dialog.open) dialog.showModal();
  }, 5000);
  one("form", dialog).addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(event.target, null).catch(() => null);
    // A redirect is the portal's yes; it is not followed.
    if (answer && (answer.ok || answer.type === "opaqueredirect")) document.dispatchEvent(new Event("seen"));
  });
}

/* --- Small things ------------------------------------------------------------------------------ */

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
