// Owns the list of the people one can play.

import * as api from "./api.js";
import { planNow } from "./clock.js";
import { byId, el, face } from "./dom.js";
import { attempt } from "./notice.js";
import { brief, wall } from "./when.js";
import { say } from "./words.js";

const MANY = 99;

function badge(unread) {
  if (!unread) return null;
  return el("span", { class: "badge", "data-testid": "unread", "aria-label": say("people.unread", { n: unread }) },
    unread > MANY ? `${MANY}+` : String(unread));
}

function lastLine(person) {
  if (person.blocked) return say("people.blocked");
  return person.last?.text || say("people.quiet");
}

function entry(person, { chosen, unread }) {
  const when = person.last ? brief(wall(person.last.date), planNow()) : "";
  const button = el("button", {
    type: "button",
    class: "person",
    "data-person": person.id,
    "aria-current": chosen && "true",
    onclick: () => {
      location.hash = `person=${person.id}`;
    },
  },
  face(person.id, person.name),
  el("span", { class: "person-text" },
    el("span", { class: "person-top" }, el("b", {}, person.name), el("small", { class: "note" }, person.note ?? ""),
      el("time", {}, when)),
    el("span", { class: "person-last" }, el("span", { class: "last" }, lastLine(person)), badge(unread))));
  return el("li", {}, button);
}

let drawn = "";

export function paintPeople(people, chosen, unreadOf) {
  const facts = people.map((person) => [person, unreadOf(person), person.id === chosen]);
  const seal = JSON.stringify([facts, Math.floor((planNow() ?? 0) / 86_400_000)]);
  if (seal === drawn) return;
  drawn = seal;
  const list = byId("people");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  list.replaceChildren(...(people.length
    ? facts.map(([person, unread, isChosen]) => entry(person, { chosen: isChosen, unread }))
    : [el("li", { class: "nothing" }, say("people.empty"))]));
  if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...byId("people").querySelectorAll("[data-person]")];
  const next = all[all.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function greetStrangers(welcomed) {
  const sheet = byId("newcomer");
  byId("people").addEventListener("keydown", moveFocus);
  byId("stranger").addEventListener("click", () => {
    sheet.returnValue = "cancel";
    sheet.showModal();
    byId("newcomer-name").select();
  });
  byId("newcomer-cancel").addEventListener("click", () => sheet.close("cancel"));
  sheet.addEventListener("close", async () => {
    const name = byId("newcomer-name").value.trim();
    if (sheet.returnValue !== "ok" || !name) return;
    const answer = await attempt(() => api.addStranger(name));
    if (answer) welcomed(answer.id);
  });
}
