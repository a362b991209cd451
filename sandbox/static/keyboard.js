// Owns the keyboard a bot may put under the composer, and its wish for a reply.

import { byId, el } from "./dom.js";

const used = new Set(); // one-time keyboards that were tapped
const answered = new Set(); // messages whose wish for a reply was already followed

function latest(room, person) {
  for (let at = room.ids.length - 1; at >= 0; at -= 1) {
    const message = room.byId.get(room.ids[at]);
    if (message.from !== person && message.keyboard) return message;
  }
  return null;
}

function rowsOf(message) {
  const given = message?.keyboard;
  return !given?.rows || (given.one_time && used.has(message.seal)) ? [] : given.rows;
}

let drawn = "";

export function paintKeyboard(room, person, press) {
  const message = room ? latest(room, person) : null;
  const rows = rowsOf(message);
  const seal = JSON.stringify([person, message?.id, rows]);
  if (seal === drawn) return;
  drawn = seal;
  const box = byId("keyboard");
  box.replaceChildren(...rows.map((row) =>
    el("div", { class: "keys-row" }, ...row.map((text) =>
      el("button", {
        type: "button",
        class: "key",
        onclick: () => {
          used.add(message.seal);
          press(text);
        },
      }, text)))));
  box.hidden = rows.length === 0;
  byId("composer").placeholder =
    message?.keyboard.placeholder ?? byId("composer").dataset.placeholder;
}

// The message that asks for a reply, once, and only while it is the last word.
export function wishForReply(room) {
  const message = room?.byId.get(room.ids.at(-1));
  if (!message?.keyboard?.force_reply || answered.has(message.seal)) return null;
  answered.add(message.seal);
  return message;
}
