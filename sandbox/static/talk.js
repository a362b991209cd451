// Owns the pane of one chat: which bubbles stand there and where it is scrolled to.
//
// Only a window of the newest messages is drawn; the rest is added on the way up.

import { bubble } from "./bubble.js";
import { byId, el } from "./dom.js";
import { dayKey, dayOf, wall } from "./when.js";
import { planNow } from "./clock.js";
import { say } from "./words.js";

const PAGE = 60;
const MOST = 240; // beyond this, what scrolled off the top is taken down again
const NEAR = 60; // pixels from the end that still count as being at the end

const drawn = new Map(); // key -> { node, seal }
const scroll = byId("scroll");
const box = byId("messages");
const view = { room: null, person: null, count: PAGE, atEnd: true, fresh: 0, last: 0, unreadFrom: null };

const distance = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;

export const atEnd = () => view.atEnd;

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

function day(at) {
  const now = planNow();
  const year = now === null || new Date(now).getUTCFullYear() !== new Date(at).getUTCFullYear();
  return dayOf(at, { year });
}

// One row per thing that stands in the pane; `seal` says when to draw it anew.
function rows({ waiting, act }) {
  const made = [];
  let before = null;
  for (const id of view.room.ids.slice(-view.count)) {
    const message = view.room.byId.get(id);
    const at = wall(message.date);
    if (!before || dayKey(at) !== before.day) {
      const text = day(at);
      made.push({ key: `day${dayKey(at)}`, seal: text, draw: () => el("p", { class: "pill day" }, text) });
      before = null;
    }
    if (id === view.unreadFrom) {
      made.push({ key: "unread", seal: "", draw: () => el("p", { class: "unread" }, say("talk.unread")) });
      before = null;
    }
    const own = message.from === view.person;
    const joined = before?.from === message.from;
    const busy = [...waiting].filter((key) => key.startsWith(`${message.chat_id}:${id}:`)).join();
    made.push({
      key: id,
      seal: `${message.seal}${joined}${busy}`,
      draw: () => bubble(message, { own, joined, waiting, act }),
    });
    before = { day: dayKey(at), from: message.service ? null : message.from };
  }
  return made;
}

function redraw(row) {
  const old = drawn.get(row.key);
  if (old?.seal === row.seal) return old.node;
  const focused = old?.node.contains(document.activeElement) ? document.activeElement : null;
  const node = row.draw();
  drawn.set(row.key, { node, seal: row.seal });
  if (!old) return node;
  old.node.replaceWith(node);
  if (focused) [...node.querySelectorAll(".key")].find((key) => key.textContent === focused.textContent)?.focus();
  return node;
}

function place(made) {
  let at = box.firstChild;
  for (const row of made) {
    const known = drawn.has(row.key);
    if (known && drawn.get(row.key).node === at) {
      at = at.nextSibling;
      redraw(row);
      continue;
    }
    box.insertBefore(redraw(row), at);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
  const kept = new Set(made.map((row) => row.key));
  for (const key of [...drawn.keys()]) if (!kept.has(key)) drawn.delete(key);
}

// What stands at the top edge stays there when things above it change.
function anchored(change) {
  const top = scroll.getBoundingClientRect().top;
  const anchor = [...box.children].find((node) => node.getBoundingClientRect().bottom > top);
  const was = anchor?.getBoundingClientRect().top;
  const key = anchor?.dataset.message;
  change();
  const now = key ? box.querySelector(`[data-message="${key}"]`) : anchor;
  if (now?.isConnected) scroll.scrollTop += now.getBoundingClientRect().top - was;
}

function paintEdges() {
  byId("more").hidden = view.count >= view.room.ids.length;
  byId("latest").hidden = view.atEnd;
  byId("latest-count").textContent = view.fresh ? say("talk.fresh", { n: view.fresh }) : "";
}

export function paint(around) {
  if (!view.room) return;
  const { ids } = view.room;
  const newest = ids.at(-1) ?? 0;
  if (!view.atEnd) {
    const added = ids.length - (ids.findLastIndex((id) => id <= view.last) + 1);
    view.count += added; // the window grows, so nothing being read moves away
    view.fresh += added;
  } else {
    view.fresh = 0;
    if (view.count > MOST) view.count = PAGE;
  }
  view.last = newest;
  const change = () => place(rows(around));
  if (view.atEnd) {
    change();
    toEnd();
  } else {
    anchored(change);
  }
  paintEdges();
}

export function open(room, person, unread) {
  const theirs = room.ids.filter((id) => room.byId.get(id).from === "bot");
  const unreadFrom = unread > 0 && unread < theirs.length ? theirs.at(-unread) : null;
  Object.assign(view, { room, person, count: Math.max(PAGE, unread + 10), atEnd: true, fresh: 0, unreadFrom });
  drawn.clear();
  box.replaceChildren();
  box.classList.add("settling"); // what was there before does not slide in
  requestAnimationFrame(() => requestAnimationFrame(() => box.classList.remove("settling")));
}

export function jump(id, around) {
  const at = view.room.ids.indexOf(id);
  if (at < 0) return;
  const needed = view.room.ids.length - at;
  if (needed > view.count) {
    view.atEnd = false;
    view.count = needed + 10;
    paint(around);
  }
  const node = box.querySelector(`[data-message="${id}"]`);
  node.scrollIntoView({ block: "center" });
  node.classList.add("pointed");
  setTimeout(() => node.classList.remove("pointed"), 1600);
}

export function watchScrolling(around, reached) {
  const more = () => {
    if (!view.room || byId("more").hidden) return;
    anchored(() => {
      view.count += PAGE;
      place(rows(around()));
    });
    paintEdges();
  };
  byId("more").addEventListener("click", more);
  new IntersectionObserver(([edge]) => edge.isIntersecting && !view.atEnd && more(), { root: scroll })
    .observe(byId("more"));
  byId("latest").addEventListener("click", () => {
    view.atEnd = true;
    paint(around());
    reached();
  });
  scroll.addEventListener("scroll", () => {
    const was = view.atEnd;
    view.atEnd = distance() < NEAR;
    if (view.atEnd && !was) {
      view.fresh = 0;
      reached();
    }
    if (view.room) paintEdges();
  }, { passive: true });
  const settle = new ResizeObserver(() => view.atEnd && toEnd());
  settle.observe(box); // a picture that loads, a keyboard that opens
  settle.observe(scroll);
}
