// Owns how elements are made: everything a person wrote goes in as text.

export const byId = (id) => document.getElementById(id);

// `el("p", { class: "x", "data-id": 1, onclick }, "text", child)`; nothing is parsed.
export function el(tag, given = {}, ...kids) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...kids.filter((kid) => kid !== null && kid !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(path) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

// An address a person may follow; anything that could run a script is refused.
export function address(given) {
  try {
    const url = new URL(given, location.href);
    return ["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol)
      ? url.href
      : null;
  } catch {
    return null;
  }
}

// The first letter of a name on a colour that stays with the person.
export function face(id, name) {
  const hue = Math.abs(Number(id) * 47) % 360;
  const made = el("span", { class: "face", "aria-hidden": "true" });
  made.style.setProperty("--hue", hue);
  made.textContent = [...name.trim()][0] ?? "?";
  return made;
}

// At most one run now and one after it, however often it is asked for.
export function calmly(run, gap) {
  let running = false;
  let again = false;
  return async function ask() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await run();
    } finally {
      setTimeout(() => {
        running = false;
        if (again) {
          again = false;
          ask();
        }
      }, gap);
    }
  };
}
