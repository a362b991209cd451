// Owns the bar with the plan's clock. Between two answers of the sandbox the hands
// move here, at the stated speed; every answer sets them right again.

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { attempt } from "./notice.js";
import { dayOf, learnZone, timeOf, wall } from "./when.js";
import { say, table } from "./words.js";

const TICK = 200;
const ASK_EVERY = 5000;
let shown = null; // { from, at, speed, paused, next, ends }

export function planNow() {
  if (!shown) return null;
  if (shown.paused) return shown.from;
  const reached = shown.from + (performance.now() - shown.at) * shown.speed;
  return shown.ends === null ? reached : Math.min(reached, Math.max(shown.ends, shown.from));
}

function speedChoice(speed) {
  const name = table("speeds")[speed] ?? say("clock.custom", { x: speed });
  const choice = el("input", { type: "radio", name: "speed", value: speed, class: "heard" });
  choice.addEventListener("change", () => turn({ action: "speed", speed: Number(speed) }));
  return el("label", { class: "speed", "data-speed": speed }, choice, el("span", {}, name));
}

function paintSpeeds() {
  const box = byId("clock-speeds");
  const speeds = [...Object.keys(table("speeds"))];
  if (!speeds.includes(String(shown.speed))) speeds.push(String(shown.speed));
  const drawn = [...box.querySelectorAll("label")].map((label) => label.dataset.speed);
  if (drawn.join() !== speeds.join()) {
    for (const label of box.querySelectorAll("label")) label.remove();
    box.append(...speeds.map(speedChoice));
  }
  for (const choice of box.querySelectorAll("input")) {
    choice.checked = Number(choice.value) === shown.speed;
  }
}

function paintButtons() {
  const pause = byId("clock-pause");
  const name = say(shown.paused ? "clock.resume" : "clock.pause");
  pause.setAttribute("aria-pressed", shown.paused);
  pause.setAttribute("aria-label", name);
  pause.title = name;
  const next = byId("clock-next");
  next.disabled = shown.next === null;
  next.title = shown.next === null
    ? say("clock.next_none")
    : say("clock.next_at", { at: `${dayOf(shown.next)} ${timeOf(shown.next)}` });
}

function paintFace() {
  const now = planNow();
  if (now === null) return;
  const texts = { "clock-day": dayOf(now, { year: true }), "clock-time": timeOf(now) };
  for (const [id, text] of Object.entries(texts)) {
    if (byId(id).textContent !== text) byId(id).textContent = text;
  }
  const ended = shown.ends !== null && now >= shown.ends;
  byId("clock").classList.toggle("still", shown.paused || ended);
  byId("clock").title = ended ? say("clock.ended") : shown.paused ? say("clock.paused") : "";
}

export function setClock(given) {
  byId("clock").hidden = !given;
  if (!given?.now) {
    shown = null;
    return;
  }
  learnZone(given.now);
  shown = {
    from: wall(given.now),
    at: performance.now(),
    speed: given.speed,
    paused: given.paused,
    next: given.next ? wall(given.next) : null,
    ends: given.ends ? wall(given.ends) : null,
  };
  paintSpeeds();
  paintButtons();
  paintFace();
}

async function turn(facts) {
  const answer = await attempt(() => api.turnClock(facts));
  if (answer?.now) setClock(answer);
  else if (shown) paintSpeeds(); // refused: show the speed that still holds
}

export function windUp() {
  byId("clock-pause").addEventListener("click", () =>
    turn({ action: shown?.paused ? "resume" : "pause" }));
  byId("clock-next").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    await turn({ action: "next" });
    button.removeAttribute("aria-busy");
  });
  setInterval(paintFace, TICK);
  setInterval(async () => {
    if (!shown || document.hidden) return;
    const answer = await api.clock().catch(() => null); // the event line says when it is lost
    if (answer?.now) setClock(answer);
  }, ASK_EVERY);
}
