// Owns the line one writes in: sending, replying, editing, files, the command menu.

import * as api from "./api.js";
import * as menu from "./commands.js";
import { byId } from "./dom.js";
import { attempt } from "./notice.js";
import { say } from "./words.js";

const field = byId("composer");
const drafts = new Map(); // person -> what was begun
const MOST_HEIGHT = 168;
const MOST_FILES = 10; // of an album
const BLANK = { replyTo: null, editing: null, files: [] };
let person = null;
let about = { ...BLANK };
let queue = Promise.resolve(); // what is sent keeps its order

function fit() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, MOST_HEIGHT)}px`;
  byId("send").classList.toggle("ready", Boolean(field.value.trim() || about.files.length));
}

function paintAbout() {
  const { replyTo, editing, files } = about;
  const head = files.length
    ? files.map((file) => file.name).join(", ")
    : editing
      ? say("composer.editing")
      : replyTo && say("composer.replying", { name: replyTo.name });
  byId("about").hidden = !head;
  byId("about-head").textContent = head ?? "";
  byId("about-text").textContent = files.length
    ? say("composer.caption")
    : (editing ?? replyTo)?.text ?? replyTo?.file?.name ?? "";
  byId("about-cancel").setAttribute("aria-label", say(files.length ? "composer.detach" : "composer.cancel"));
  fit();
}

function set(changes) {
  about = { ...BLANK, ...changes };
  paintAbout();
  field.focus();
}

export const replyTo = (message) => set({ replyTo: message });

export function edit(message) {
  set({ editing: message });
  field.value = message.text;
  fit();
}

function cancel() {
  if (about.editing) field.value = "";
  set({});
}

export function switchTo(id) {
  if (id === person) return;
  if (person !== null) drafts.set(person, { text: about.editing ? "" : field.value, files: about.files });
  person = id;
  const draft = drafts.get(id) ?? { text: "", files: [] };
  about = { ...BLANK, files: draft.files };
  field.value = draft.text;
  menu.close();
  paintAbout();
}

function deliver(to, text, { replyTo: target, editing, files }) {
  if (files.length) return api.sendFiles(to, { user: to, files, caption: text });
  if (editing) return api.edit(to, editing.id, { user: to, text });
  return api.send(to, { user: to, text, ...(target && { reply_to: target.id }) });
}

// One thing said by the person chosen now; true when the sandbox took it.
export function say_(text, how = BLANK) {
  const to = person;
  const done = queue.then(() => attempt(() => deliver(to, text, how)));
  queue = done;
  return done.then((answer) => answer !== undefined);
}

async function submit() {
  const text = field.value.trim();
  const how = about;
  const from = person;
  if (!text && !how.files.length) return;
  field.value = "";
  set({});
  menu.close();
  if (await say_(text, how)) return;
  if (person !== from) drafts.set(from, { text, files: how.files });
  else if (!field.value) {
    field.value = text; // refused: nothing typed is thrown away
    about = how;
    paintAbout();
  }
}

function pick(command) {
  field.value = "";
  menu.close();
  fit();
  say_(`/${command}`);
}

function attach(files) {
  if (files?.length) set({ files: [...files].slice(0, MOST_FILES) });
}

function press(event, lastOwn) {
  if (event.isComposing || event.keyCode === 229) return; // Enter ends a Chinese word here
  if (menu.press(event, pick)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    cancel();
  } else if (event.key === "ArrowUp" && !field.value && !event.altKey) {
    const message = lastOwn();
    if (!message) return;
    event.preventDefault();
    edit(message);
  }
}

function typed(event) {
  fit();
  if (event.isComposing) return;
  if (/^\/\w*$/.test(field.value) && !about.files.length && !about.editing) menu.offer(person, field.value, pick);
  else menu.close();
}

export function takeUpThePen(lastOwn) {
  field.dataset.placeholder = field.placeholder;
  field.addEventListener("keydown", (event) => press(event, lastOwn));
  field.addEventListener("input", typed);
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  byId("writing").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("about-cancel").addEventListener("click", cancel);
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", (event) => {
    attach(event.target.files);
    event.target.value = ""; // the same file may be chosen again
  });
  byId("slash").addEventListener("click", () => {
    field.focus();
    if (menu.isOpen()) menu.close();
    else menu.offer(person, "", pick);
  });
  const room = byId("room");
  room.addEventListener("dragover", (event) => event.preventDefault());
  room.addEventListener("drop", (event) => {
    event.preventDefault();
    attach(event.dataTransfer.files);
  });
}
