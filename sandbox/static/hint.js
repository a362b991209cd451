// Owns the short guide to what one might try, and whether it was put away.

import { byId, el } from "./dom.js";

const HINT = "duban.hint";

export function paintHint(lines) {
  const hidden = remembered() === "hidden";
  byId("hint").hidden = hidden || !lines.length;
  byId("hint-show").hidden = !hidden || !lines.length;
  byId("hint-lines").replaceChildren(...lines.map((line) => el("li", {}, line)));
}

function remembered() {
  try {
    return localStorage.getItem(HINT);
  } catch {
    return null; // storage may be forbidden; the hint then comes back each time
  }
}

function remember(what) {
  try {
    localStorage.setItem(HINT, what);
  } catch {
    // as above
  }
}

export function watchHint(changed) {
  for (const [button, state] of [["hint-hide", "hidden"], ["hint-show", "shown"]]) {
    byId(button).addEventListener("click", () => {
      remember(state);
      changed();
    });
  }
}
