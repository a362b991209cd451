// Owns what floats above the page: short notes, alerts that want a tap, the lost line.

import { byId, el } from "./dom.js";
import { say } from "./words.js";

const SHOWN_FOR = 4500;

export function note(text, { trouble = false } = {}) {
  const shown = el("p", { class: trouble ? "toast trouble" : "toast" }, text);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), SHOWN_FOR);
}

export function alertOf(text) {
  const sheet = byId("alert");
  byId("alert-text").textContent = text;
  if (!sheet.open) sheet.showModal();
}

export function lineLost(lost) {
  byId("lost").hidden = !lost;
}

// Runs `deed`; a refusal is said to the person and `undefined` comes back.
export async function attempt(deed) {
  try {
    return await deed();
  } catch (error) {
    note(say("notice.failed", { why: error.message }), { trouble: true });
    return undefined;
  }
}
