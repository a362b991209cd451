// Owns how the server's formatted text becomes elements. The server already escapes
// it; this list of what may appear is the second lock on the same door.

import { address, el } from "./dom.js";
import { say } from "./words.js";

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "STRIKE", "DEL", "CODE", "PRE", "BR"]);
const BLOCKS = new Set(["BLOCKQUOTE", "PRE"]);

// A command in a sentence can be tapped, as in Telegram.
function command(text, onCommand) {
  const title = say("bubble.send_command", { command: text });
  return el("button", { type: "button", class: "command", title, onclick: () => onCommand(text) }, text);
}

function spoiler(kids) {
  const made = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": say("bubble.spoiler") });
  const inner = el("span", { "aria-hidden": "true" });
  inner.append(...kids);
  made.append(inner);
  const open = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    made.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) made.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
  };
  made.addEventListener("click", open, { once: true });
  made.addEventListener("keydown", open);
  return made;
}

function quotation(node, kids) {
  const made = el("blockquote", {}, ...kids);
  if (node.hasAttribute("expandable") || node.classList.contains("expandable")) {
    made.classList.add("folded");
    const unfold = el("button", { type: "button", class: "unfold", "aria-label": say("bubble.expand") }, "⌄");
    unfold.addEventListener("click", () => {
      made.classList.remove("folded");
      unfold.remove();
    });
    made.append(unfold);
  }
  return made;
}

function link(node, kids) {
  const href = address(node.getAttribute("href") ?? "");
  if (!href) return el("span", {}, ...kids);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...kids);
}

function element(node, onCommand) {
  const kids = [...node.childNodes].flatMap((kid) => copy(kid, onCommand));
  const classes = node.classList;
  if (node.tagName === "TG-SPOILER" || classes.contains("tg-spoiler") || classes.contains("spoiler")) {
    return [spoiler(kids)];
  }
  if (classes.contains("command")) return [command(node.textContent, onCommand)];
  if (node.tagName === "BLOCKQUOTE") return [quotation(node, kids)];
  if (node.tagName === "A") return [link(node, kids)];
  if (PLAIN.has(node.tagName)) return [el(node.tagName, {}, ...kids)];
  return kids; // an unknown wrapper goes, its text stays
}

// A block ends its own line; the line break written after it would show as a gap.
function words(node) {
  return BLOCKS.has(node.previousSibling?.tagName) ? node.data.replace(/^\n/, "") : node.data;
}

function copy(node, onCommand) {
  if (node.nodeType === Node.TEXT_NODE) return [words(node)];
  return node.nodeType === Node.ELEMENT_NODE ? element(node, onCommand) : [];
}

// A parsed document of its own runs nothing and loads nothing.
export function formatted(html, onCommand) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].flatMap((node) => copy(node, onCommand));
}
