// Owns the menu of commands: what Telegram would offer this person after a "/".

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { attempt } from "./notice.js";
import { say } from "./words.js";

const menu = byId("commands");
let offered = [];
let chosen = 0;
let askedFor = null;

export const isOpen = () => !menu.hidden;

export function close() {
  menu.hidden = true;
  askedFor = null;
  byId("slash").setAttribute("aria-expanded", "false");
  byId("composer").removeAttribute("aria-activedescendant");
}

function paint(pick) {
  menu.replaceChildren(...(offered.length
    ? offered.map(({ command, description }, index) =>
      el("li", {
        id: `command-${index}`,
        role: "option",
        "aria-selected": String(index === chosen),
        "data-command": command,
        onmousedown: (event) => event.preventDefault(), // the composer keeps the focus
        onclick: () => pick(command),
      }, el("b", {}, `/${command}`), el("span", {}, description)))
    : [el("li", { class: "nothing" }, say("composer.no_commands"))]));
  menu.hidden = false;
  byId("slash").setAttribute("aria-expanded", "true");
  if (!offered.length) return;
  byId("composer").setAttribute("aria-activedescendant", `command-${chosen}`);
  menu.children[chosen].scrollIntoView({ block: "nearest" });
}

let all = [];

// `begun` is what stands in the composer; "" offers everything.
export async function offer(person, begun, pick) {
  if (askedFor !== person || menu.hidden) {
    askedFor = person;
    const answer = await attempt(() => api.commands(person, person));
    if (askedFor !== person || !answer) return; // another person was chosen meanwhile
    all = answer.commands;
  }
  const start = begun.replace(/^\//, "").toLowerCase();
  offered = all.filter(({ command }) => command.startsWith(start));
  chosen = 0;
  if (!offered.length && start) close();
  else paint(pick);
}

// The keys that belong to the menu while it is open; true when one was used.
export function press(event, pick) {
  if (!isOpen()) return false;
  if (event.key === "Escape") {
    close();
    return true;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && offered.length) {
    chosen = (chosen + step + offered.length) % offered.length;
    paint(pick);
    return true;
  }
  const picked = offered[chosen];
  if (!picked) return false;
  if (event.key === "Enter" && !event.shiftKey) {
    pick(picked.command);
    return true;
  }
  if (event.key === "Tab") {
    byId("composer").value = `/${picked.command} `;
    close();
    return true;
  }
  return false;
}
