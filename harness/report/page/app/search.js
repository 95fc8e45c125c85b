// The grammar of the search box, as Playwright's report has it: words and "phrases" that a case holds, key:value, ! for not.
// Terms of one key are alternatives, different keys and words all have to hold.
const KEYS = ["suite", "tag", "skill", "kind", "lang", "flip", "id", "file", "is", "len"];
const FLIPS = {
  broken: ["broken"], fixed: ["fixed"], "both-miss": ["both-miss"], "both-pass": ["both-pass"], "not-run": ["not-run"],
  differ: ["differ"], "all-miss": ["all-miss"], "all-pass": ["all-pass"],
  missed: ["broken", "missed", "both-miss", "all-miss"], passed: ["fixed", "passed", "both-pass", "all-pass"], any: ["broken", "fixed", "differ"],
};

// [{key, value, not}]; key is "" for words. A quote that is not closed reaches to the end.
function parseQuery(query) {
  const terms = [];
  const token = /(!?)(?:(@|#)|([a-z]+):)?(?:"((?:[^"\\]|\\.)*)"?|(\S+))/giu;
  for (const [, not, sign, key, quoted, bare] of query.matchAll(token)) {
    const known = sign ? "tag" : key && KEYS.includes(key.toLowerCase()) ? key.toLowerCase() : "";
    let value = quoted !== undefined ? quoted.replace(/\\(.)/g, "$1") : bare;
    if (key && !known) value = `${key}:${value}`;
    if (value) terms.push({ key: known, value: folded(value), not: Boolean(not) });
  }
  return terms;
}

// Adds a key's term to the query, or takes it out again where it stands there.
function toggled(query, key, value) {
  const term = `${key}:${/[\s"\\]/.test(value) ? JSON.stringify(value) : value}`;
  const left = (query.match(/!?(?:[a-z@#]+:?)?"(?:[^"\\]|\\.)*"?|\S+/giu) ?? []);
  const without = left.filter((part) => part !== term);
  return (without.length < left.length ? without : [...left, term]).join(" ");
}

// A test of a case by its number over the index, without words; `skip`: a key that is left aside.
function byKeys(terms, index, skip = "") {
  const keyed = terms.filter((term) => term.key && term.key !== skip);
  const groups = new Map();
  for (const term of keyed) {
    const name = term.not ? `!${groups.size}` : term.key;
    groups.set(name, [...(groups.get(name) ?? []), term]);
  }
  return (i) => [...groups.values()].every((same) => same.some((term) => holds(term, index, i) !== term.not));
}

function holds({ key, value }, index, i) {
  switch (key) {
    case "suite": case "skill": case "kind": return like(index[key](i), value);
    case "file": return folded(index.file(i)).includes(value);
    case "lang": return index.lang(i) === value;
    case "tag": return index.tags(i).some((tag) => like(tag, value)) || (value === "critical" && index.critical(i));
    case "flip": return (FLIPS[value] ?? [value]).includes(index.group(i));
    case "id": return folded(`${index.suite(i)}/${index.id(i)}`).includes(value);
    case "is": return value === "critical" ? index.critical(i) : (FLIPS[value] ?? []).includes(index.group(i));
    case "len": return within(index.length(i), value);
  }
  return false;
}

const like = (name, value) => { const own = folded(name); return own === value || own.startsWith(`${value}/`); };

// `>200`, `<200`, `100..200`, `200`: characters of the candidate's reply.
function within(length, value) {
  const [, sign, low, high] = /^([<>]?)=?(\d+)(?:\.\.(\d+))?$/.exec(value) ?? [];
  if (low === undefined) return false;
  if (high !== undefined) return length >= +low && length <= +high;
  return sign === ">" ? length >= +low : sign === "<" ? length <= +low : length === +low;
}
