// Owns what has been said in each chat, whichever way the page learned of it.
//
// Events and fetches race. While a fetch is under way the events that arrive are
// kept and applied again on top of its answer: an old one among them is always
// followed by the newer one, so nothing is lost, doubled or turned back for long.

import * as api from "./api.js";

const rooms = new Map();
let doubts = 0;

function room(chat) {
  const key = String(chat);
  if (!rooms.has(key)) {
    rooms.set(key, { byId: new Map(), ids: [], fresh: false, loading: null, late: [] });
  }
  return rooms.get(key);
}

export const said = (chat) => room(chat);

function put(in_, message) {
  const known = in_.byId.get(message.id);
  const seal = JSON.stringify(message);
  if (known?.seal === seal) return;
  in_.byId.set(message.id, { ...message, seal });
  if (known) return;
  let at = in_.ids.length;
  while (at > 0 && in_.ids[at - 1] > message.id) at -= 1;
  in_.ids.splice(at, 0, message.id);
}

function drop(in_, id) {
  if (in_.byId.delete(id)) in_.ids.splice(in_.ids.indexOf(id), 1);
}

function apply(in_, { kind, message }) {
  if (kind === "deleted") drop(in_, message.id);
  else put(in_, message);
}

export function take(kind, message) {
  const in_ = rooms.get(String(message.chat_id));
  if (!in_) return; // never opened: the first look fetches it all
  if (in_.loading) in_.late.push({ kind, message });
  apply(in_, { kind, message });
}

async function fetchAll(chat, in_) {
  const asked = doubts;
  const { messages } = await api.messages(chat);
  const there = new Set(messages.map((message) => message.id));
  for (const id of [...in_.ids]) if (!there.has(id)) drop(in_, id);
  for (const message of messages) put(in_, message);
  for (const event of in_.late) apply(in_, event);
  in_.fresh = asked === doubts;
}

export async function load(chat) {
  const in_ = room(chat);
  while (!in_.fresh) {
    if (!in_.loading) {
      in_.late = [];
      in_.loading = fetchAll(chat, in_).finally(() => {
        in_.loading = null;
      });
    }
    await in_.loading;
  }
  return in_;
}

// After the line was down: what is held, or under way, may have gaps.
export function doubtAll() {
  doubts += 1;
  for (const in_ of rooms.values()) in_.fresh = false;
}
