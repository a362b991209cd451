// Owns the words of the page, which arrive as data in the page itself.

const words = JSON.parse(document.getElementById("words").textContent);

export const locale = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

// `say("talk.fresh", { n: 3 })`
export function say(key, facts = {}) {
  const [table, word] = key.split(".");
  const text = words[table][word];
  return text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

export const table = (name) => words[name];
