// Owns the calls to the sandbox and the line its events arrive on.

import { locale, say } from "./words.js";

export class Refused extends Error {}

async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/sandbox/${path}`, options);
  } catch {
    throw new Refused(say("notice.offline"));
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(body.error ?? `HTTP ${answer.status}`);
  }
  return body;
}

const post = (path, facts = {}) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(facts),
  });

export const state = () => call(`state?lang=${locale}`);
export const messages = (chat) => call(`chats/${chat}/messages`);
export const commands = (chat, user) => call(`chats/${chat}/commands?user=${user}`);
export const clock = () => call("clock");
export const turnClock = (facts) => post("clock", facts);
export const addStranger = (name) => post("people", { name });
export const mark = (person, what) => post(`people/${person}/${what}`);
export const send = (chat, facts) => post(`chats/${chat}/messages`, facts);
export const edit = (chat, id, facts) => post(`chats/${chat}/messages/${id}/edit`, facts);
export const tap = (chat, id, facts) => post(`chats/${chat}/messages/${id}/tap`, facts);

// Several files go as one album.
export function sendFiles(chat, { user, files, caption }) {
  const form = new FormData();
  form.set("user", user);
  form.set("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return call(`chats/${chat}/messages`, { method: "POST", body: form });
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

// Keeps the event line open. `opened` is told of every opening: what was said while
// the line was down must be fetched again.
export function listen(heard, { opened, lost }) {
  let wait = FIRST_WAIT;
  const connect = () => {
    const line = new EventSource("/sandbox/events");
    line.addEventListener("open", () => {
      wait = FIRST_WAIT;
      opened();
    });
    line.addEventListener("error", () => {
      lost();
      line.close(); // the browser's own patience is longer than a person's
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    for (const [name, take] of Object.entries(heard)) {
      line.addEventListener(name, (event) => take(JSON.parse(event.data || "{}")));
    }
  };
  connect();
}
