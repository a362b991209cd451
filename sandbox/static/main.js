// Owns the page as a whole: who is chosen, and what each event means for the rest.

import * as api from "./api.js";
import * as chats from "./chats.js";
import { setClock, windUp } from "./clock.js";
import * as composer from "./composer.js";
import { byId, calmly, face } from "./dom.js";
import { watchFingers } from "./fingers.js";
import { paintHint, watchHint } from "./hint.js";
import { paintKeyboard, wishForReply } from "./keyboard.js";
import { attempt, lineLost } from "./notice.js";
import { greetStrangers, paintPeople } from "./people.js";
import * as talk from "./talk.js";
import { answered, tap, waiting } from "./taps.js";
import { say } from "./words.js";

const TYPING_FOR = 5000;
const now = { bot: null, people: [], chosen: null, room: null, frame: null };

const person = () => now.people.find((one) => one.id === now.chosen);
const looking = () => now.room && !document.hidden && talk.atEnd();
const unreadOf = (one) => (one.id === now.chosen && looking() ? 0 : one.unread);

const act = {
  jump: (id) => talk.jump(id, around),
  tap: (message, data) => tap(now.chosen, message, data, repaint),
  reply: composer.replyTo,
  edit: composer.edit,
  command: (text) => composer.say_(text),
};
const around = { waiting, act };

// Many events may ask for it; the pane is drawn once a frame.
function repaint() {
  now.frame ??= requestAnimationFrame(() => {
    now.frame = null;
    talk.paint(around);
    paintRoom();
  });
}

function paintRoom() {
  const one = person();
  byId("room").hidden = !one;
  byId("nobody").hidden = Boolean(one);
  document.body.dataset.screen = one ? "talk" : "people";
  if (!one) return;
  byId("talk-name").textContent = one.name;
  byId("talk-note").textContent = one.note ?? "";
  byId("talk-with").textContent = say("talk.with", { bot: now.bot.name });
  byId("typing-who").textContent = say("talk.typing", { bot: now.bot.name });
  byId("talk-face").replaceChildren(face(one.id, one.name));
  byId("block").hidden = one.blocked;
  byId("blocked").hidden = !one.blocked;
  byId("blocked-line").textContent = say("talk.blocked", { name: one.name });
  byId("writing").hidden = one.blocked;
  byId("opening").hidden = one.blocked || !now.room || now.room.ids.length > 0;
  paintKeyboard(now.room, one.id, (text) => {
    composer.say_(text);
    repaint();
  });
  const wish = wishForReply(now.room);
  if (wish) composer.replyTo(wish);
}

const list = () => paintPeople(now.people, now.chosen, unreadOf);

const refresh = calmly(async () => {
  const state = await api.state().catch(() => null); // the event line says when it is lost
  if (!state) return;
  const { bot, people, clock, hint } = state;
  Object.assign(now, { bot, people });
  setClock(clock);
  paintHint(hint ?? []);
  const unread = people.reduce((sum, one) => sum + unreadOf(one), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${say("page.title")}`;
  list();
  await follow();
  paintRoom();
}, 150);

const read = calmly(async () => {
  const id = now.chosen;
  if (looking()) await api.mark(id, "read").catch(() => null); // asked again with the next message
  refresh();
}, 100);

// The address says who is chosen: it can be kept, shared and gone back from.
async function follow() {
  const wanted = Number(/^#person=(-?\d+)$/.exec(location.hash)?.[1]);
  const found = now.people.find((one) => one.id === wanted);
  byId("language").hash = location.hash;
  if ((found?.id ?? null) === now.chosen) return;
  now.chosen = found?.id ?? null;
  now.room = null;
  composer.switchTo(now.chosen);
  hideTyping();
  list();
  paintRoom();
  if (found) await enter(found);
}

async function enter(one) {
  const room = await attempt(() => chats.load(one.id));
  if (!room || now.chosen !== one.id) return;
  now.room = room;
  talk.open(room, one.id, one.unread);
  talk.paint(around);
  paintRoom();
  read();
  if (matchMedia("(hover: hover)").matches) byId("composer").focus();
}

let typingEnds = null;

function hideTyping() {
  clearTimeout(typingEnds);
  byId("typing").hidden = true;
  byId("talk-with").hidden = false;
}

function showTyping({ chat_id: chat }) {
  if (chat !== now.chosen) return;
  byId("typing").hidden = false;
  byId("talk-with").hidden = true;
  clearTimeout(typingEnds);
  typingEnds = setTimeout(hideTyping, TYPING_FOR);
}

function heard(kind) {
  return (message) => {
    chats.take(kind, message);
    if (message.chat_id !== now.chosen) {
      refresh();
      return;
    }
    if (kind === "message" && message.from === "bot") hideTyping();
    repaint();
    if (kind === "message") read();
  };
}

async function opened() {
  lineLost(false);
  chats.doubtAll();
  await refresh();
  const one = person();
  if (one && !now.room) await enter(one); // the first look failed while the line was down
  else if (one) await attempt(() => chats.load(one.id));
  repaint();
}

async function mark(what) {
  await attempt(() => api.mark(now.chosen, what));
  refresh();
}

function lastOwn() {
  const id = now.room?.ids.findLast((one) => {
    const message = now.room.byId.get(one);
    return message.from === now.chosen && message.text && !message.file;
  });
  return id === undefined ? null : now.room.byId.get(id);
}

function wire() {
  addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", () => !document.hidden && read());
  byId("back").addEventListener("click", () => {
    location.hash = "people";
  });
  byId("start").addEventListener("click", () => composer.say_("/start"));
  byId("block").addEventListener("click", () => mark("block"));
  byId("unblock").addEventListener("click", () => mark("unblock"));
  watchHint(refresh);
  talk.watchScrolling(() => around, read);
  watchFingers();
  composer.takeUpThePen(lastOwn);
  greetStrangers(async (id) => {
    await refresh();
    location.hash = `person=${id}`;
  });
  windUp();
}

wire();
api.listen(
  {
    message: heard("message"),
    edited: heard("edited"),
    deleted: heard("deleted"),
    toast: (answer) => answered(answer, now.chosen, repaint),
    typing: showTyping,
    people: refresh,
    clock: setClock,
  },
  { opened, lost: () => lineLost(true) },
);
