// Owns how one message looks.

import { address, el, icon } from "./dom.js";
import { formatted } from "./safe.js";
import { timeOf, wall } from "./when.js";
import { say, table } from "./words.js";

const REPLY = "M9 6l-5 5 5 5M4 11h9a7 7 0 0 1 7 7";
const EDIT = "M5 19l1-4L16 5l3 3L9 18z";
const PAGE = "M7 3h7l4 4v14H7zM14 3v4h4";
const OUT = "M9 6h9v9M18 6L7 17";
const KB = 1024;

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < KB) return `${bytes} B`;
  return bytes < KB * KB ? `${(bytes / KB).toFixed(1)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

function attachment({ kind, name, size: bytes, url }) {
  const href = address(url);
  if (kind === "photo") {
    const picture = el("img", { src: href, alt: say("bubble.picture", { name: name ?? "" }), decoding: "async" });
    return el("a", { class: "picture", href, target: "_blank", rel: "noopener" }, picture);
  }
  if (kind === "voice" || kind === "audio") return el("audio", { class: "voice", src: href, controls: true, preload: "none" });
  const label = say("bubble.file", { name });
  return el("a", { class: "document", href, download: name, "aria-label": label, title: label },
    el("span", { class: "document-sign" }, icon(PAGE)),
    el("span", { class: "document-what" }, el("b", {}, name), el("small", {}, size(bytes))));
}

function quote({ id, text, name }, act) {
  return el("button", { type: "button", class: "quote", onclick: () => act.jump(id) },
    el("b", {}, name), el("span", {}, text));
}

function inlineButton(message, given, { waiting, act }) {
  if (given.url) {
    const href = address(given.url);
    return el("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer" }, given.text, icon(OUT));
  }
  const busy = waiting.has(`${message.chat_id}:${message.id}:${given.data}`);
  return el("button", {
    type: "button",
    class: "key",
    "data-data": given.data,
    "aria-busy": busy && "true",
    title: busy && say("bubble.waiting"),
    onclick: () => act.tap(message, given.data),
  }, given.text);
}

function keys(message, around) {
  if (!message.buttons?.length) return null;
  return el("div", { class: "keys", role: "group" },
    ...message.buttons.map((row) =>
      el("div", { class: "keys-row" }, ...row.map((key) => inlineButton(message, key, around)))));
}

function small(name, path, onclick) {
  return el("button", { type: "button", class: "round small", "aria-label": name, title: name, onclick }, icon(path));
}

function actions(message, own, act) {
  const editable = own && message.text && !message.file;
  return el("span", { class: "actions" },
    small(say("bubble.reply"), REPLY, () => act.reply(message)),
    editable ? small(say("bubble.edit"), EDIT, () => act.edit(message)) : null);
}

function meta(message) {
  return el("span", { class: "meta" },
    message.edited ? el("span", { class: "edited" }, say("bubble.edited")) : null,
    el("time", { datetime: message.date }, timeOf(wall(message.date))));
}

export function bubble(message, { own, joined, waiting, act }) {
  if (message.service) {
    return el("p", { class: "pill service", "data-message": message.id }, table("service")[message.service] ?? message.service);
  }
  const stranger = !own && message.from !== "bot";
  const body = el("div", { class: "body" },
    stranger ? el("b", { class: "sender" }, message.name) : null,
    message.reply_to ? quote(message.reply_to, act) : null,
    message.file ? attachment(message.file) : null,
    message.html ? el("div", { class: "text" }, ...formatted(message.html, act.command), " ") : null,
    meta(message));
  if (message.file?.kind === "photo") body.classList.add("pictured");
  return el("article", {
    class: `bubble ${own ? "own" : "theirs"}${joined ? " joined" : ""}`,
    "data-message": message.id,
    "data-from": message.from,
    "aria-label": own ? say("bubble.you") : message.name,
  }, el("div", { class: "with-actions" }, body, actions(message, own, act)), keys(message, { waiting, act }));
}
