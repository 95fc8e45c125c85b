// Text that others wrote, shown as text: signs for what can't be seen, marks for spans. Nothing here makes markup.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\uffa0]/gu;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value);
  for (const child of children) if (child instanceof Node) made.append(child); else if (child) signed(String(child), made);
  return made;
}

function signed(text, into) {
  let at = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found[0] === "\n" || found[0] === "\t") continue;
    if (found.index > at) into.append(text.slice(at, found.index));
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    into.append(element("span", { class: "sign" }, `⟨U+${code}⟩`));
    at = found.index + found[0].length;
  }
  if (at < text.length) into.append(text.slice(at));
  return into;
}

// `spans`: [from, to, class] in the text, sorted, none within another.
function shown(text, spans = [], tag = "div", attributes = {}) {
  const into = element(tag, { dir: "auto", lang: languageOf(text), ...attributes });
  let at = 0;
  for (const [from, to, kind] of spans) {
    if (from < at || to <= from) continue;
    signed(text.slice(at, from), into);
    into.append(signed(text.slice(from, to), element("mark", { class: kind })));
    at = to;
  }
  return signed(text.slice(at), into);
}

function languageOf(text) {
  const sample = text.slice(0, 2000);
  const cyrillic = (sample.match(/[Ѐ-ӿ]/g) ?? []).length;
  return cyrillic > (sample.match(/[A-Za-z\u00c0-\u024f]/g) ?? []).length ? "ru" : "en";
}

// One line for a row of the list: white space collapsed.
function oneLine(text, most = 200) {
  const line = text.slice(0, 4 * most).split(/\s+/).join(" ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

// What a search compares: small letters, ё as е, accents composed, any white space as one space.
function folded(text) {
  let plain = text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
  for (const blank of "\n\t\r\u00a0\u202f\u2009") plain = plain.replaceAll(blank, " ");
  while (plain.includes("  ")) plain = plain.replaceAll("  ", " ");
  return plain;
}

// A name that may be of any length, for a line.
const brief = (text, most = 300) => text.length > most ? `${text.slice(0, most)}…` : text;
