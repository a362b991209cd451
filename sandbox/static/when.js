// Owns how the plan's time is read and spoken. The plan has its own zone, so the
// zone of the browser never takes part.

import { say, table } from "./words.js";

const ISO_ZONE = /(?:Z|([+-])(\d\d):?(\d\d))$/;
let planOffset = null; // minutes east of UTC, learned from the plan's clock

function offsetOf(iso) {
  const found = ISO_ZONE.exec(iso);
  if (!found?.[1]) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}

export function learnZone(iso) {
  planOffset = offsetOf(iso);
}

// Milliseconds whose UTC fields are the hands of the plan's clock.
export function wall(iso) {
  const own = offsetOf(iso);
  const minutes = own === 0 && planOffset !== null ? planOffset : own;
  return Date.parse(iso) + minutes * 60_000;
}

const two = (n) => String(n).padStart(2, "0");

export function timeOf(at) {
  const d = new Date(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

export const dayKey = (at) => Math.floor(at / 86_400_000);

export function dayOf(at, { year = false } = {}) {
  const d = new Date(at);
  const { days, months } = table("week");
  return say(year ? "talk.dated" : "talk.today", {
    year: d.getUTCFullYear(),
    month: months[d.getUTCMonth()],
    day: d.getUTCDate(),
    week: days[d.getUTCDay()],
  });
}

// In the list: the time today, the date before.
export function brief(at, now) {
  if (now !== null && dayKey(at) === dayKey(now)) return timeOf(at);
  const d = new Date(at);
  return `${d.getUTCMonth() + 1}-${two(d.getUTCDate())}`;
}
