// The grammar of the search box, as Playwright's report has it: words and "phrases" that a case holds, key:value, ! for not.
// Terms of one key are alternatives, different keys and words all have to hold.
const KEYS = ["suite", "tag", "skill", "kind", "lang", "flip", "id", "file", "is", "len"];
const FLIPS = {
  broken: ["broken"], fixed: ["fixed"], "both-miss": ["both-miss"], "both-pass": ["both-pass"], "not-run": ["not-run"],
  differ: ["differ"], "all-miss": ["all-miss"], "all-pass": ["all-pass"],
  missed: ["broken", "missed", "both-miss", "all-miss"], passed: ["fixed", "passed", "both-pass", "all-pass"], any: ["broken", "fixed", "differ"],
};

// [{key, value, not}]; key is "" for words. A quote that is not closed reaches to the end; a key without a value is none yet.
function parseQuery(query) {
  const terms = [];
  const token = /(!?)(?:(@|#)|([a-z]+):)?(?:"((?:[^"\\]|\\.)*)"?|[«“]([^»”]*)[»”]?|(\S+))/giu;
  for (const [, not, sign, key, quoted, framed, bare] of query.matchAll(token)) {
    const known = sign ? "tag" : key && KEYS.includes(key.toLowerCase()) ? key.toLowerCase() : "";
    let value = quoted !== undefined ? quoted.replace(/\\(.)/g, "$1") : framed ?? bare;
    if (key && !known) value = `${key}:${value}`;
    value = folded(value).trim();
    if (value && value !== "!" && !(bare && value.endsWith(":") && KEYS.includes(value.slice(0, -1)))) terms.push({ key: known, value, not: Boolean(not) });
  }
  return terms;
}

// Adds a key's term to the query, or takes it out again where it stands there.
function toggled(query, key, value) {
  const term = `${key}:${/[\s"\\]/.test(value) ? JSON.stringify(value) : value}`;
  const left = (query.match(/!?(?:[a-z@#]+:?)?(?:"(?:[^"\\]|\\.)*"?|[«“][^»”]*[»”]?)|\S+/giu) ?? []);
  const opposite = `!${term}`, without = left.filter((part) => part !== term && part !== opposite);
  return (left.includes(term) ? without : [...without, term]).join(" ");
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

// `>200`, `>=200`, `<200`, `<=200`, `100..200`, `100..`, `..200`, `200`: characters of the candidate's reply.
function within(length, value) {
  const range = /^(\d*)\.\.(\d*)$/.exec(value);
  if (range) return length >= +range[1] && (!range[2] || length <= +range[2]);
  const [, sign, bound] = /^([<>]?=?)(\d+)$/.exec(value) ?? [];
  if (bound === undefined) return false;
  return { ">": length > +bound, ">=": length >= +bound, "<": length < +bound, "<=": length <= +bound }[sign] ?? length === +bound;
}

// Terms that no case at all fulfils, with what there is instead: a slip of the pen finds nothing and says so.
function unknown(terms, index) {
  const all = { suite: index.known("suite"), skill: index.known("skill"), kind: index.known("kind"), lang: index.known("lang_of"), flip: [...new Set(index.known("group"))], is: ["critical"], tag: index.knownTags() };
  return terms.filter((term) => term.key && !term.not && !index.some((i) => holds(term, index, i))).map((term) => [`${term.key}:${term.value}`, all[term.key] ?? []]);
}
