// Owns the buttons that were tapped and wait for the bot's answer.

import * as api from "./api.js";
import { alertOf, attempt, note } from "./notice.js";
import { say } from "./words.js";

const PATIENCE = 20_000;

export const waiting = new Set(); // "chat:message:data", what the bubbles show as busy
const taps = []; // { key, person }, oldest first: answers come in the order of the taps

function finish(tap, repaint) {
  const at = taps.indexOf(tap);
  if (at < 0) return false;
  taps.splice(at, 1);
  if (!taps.some((other) => other.key === tap.key)) waiting.delete(tap.key);
  repaint();
  return true;
}

export async function tap(person, message, data, repaint) {
  const made = { key: `${message.chat_id}:${message.id}:${data}`, person };
  taps.push(made);
  waiting.add(made.key);
  repaint();
  if (!(await attempt(() => api.tap(person, message.id, { user: person, data })))) {
    finish(made, repaint);
    return;
  }
  setTimeout(() => finish(made, repaint) && note(say("notice.unanswered"), { trouble: true }), PATIENCE);
}

// The bot answered a tap: with words, with an alert, or with nothing to say.
export function answered({ user, text, alert }, person, repaint) {
  const oldest = taps.find((one) => one.person === user);
  if (oldest) finish(oldest, repaint);
  if (!text || user !== person) return;
  if (alert) alertOf(text);
  else note(text);
}
