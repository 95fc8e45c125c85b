// The search box, the list and the case beside it; all of its state stands in the address, so that a link goes to a case.
let index, texts, list, words = {}, locale = "en";
const state = { q: "", sort: "worst", case: "" };
const at = (id) => document.getElementById(id);
const number = (n) => n >= 10000 ? new Intl.NumberFormat(locale).format(n) : String(n);

// A label in the page's language; `one|other` (`one|few|many`) is chosen by the first value.
function t(text, ...values) {
  let told = words[text] ?? text;
  if (told.includes("|")) {
    const forms = told.split("|"), rule = new Intl.PluralRules(locale).select(Number(String(values[0]).replace(/[^\d]/g, "")));
    told = forms.length === 2 ? forms[rule === "one" ? 0 : 1] : forms[{ one: 0, few: 1 }[rule] ?? 2];
  }
  return values.reduce((line, value) => line.replace("{}", () => String(value)), told);
}

const SORTS = {
  worst: () => 0,
  name: (a, b) => index.label(a) < index.label(b) ? -1 : 1,
  longest: (a, b) => index.length(b) - index.length(a),
  shortest: (a, b) => index.length(a) - index.length(b),
};

let turn = 0;
// `held`: the case that the address names stays, also where the search leaves it out.
async function search(held = false) {
  const mine = ++turn, terms = parseQuery(state.q), keyed = byKeys(terms, index), loose = byKeys(terms, index, "flip");
  const words = terms.filter((term) => !term.key), all = [...Array(index.size).keys()];
  const seek = (numbers, told) => words.length ? withWords(numbers, words, () => mine === turn, told) : { kept: numbers, unread: 0 };
  const sought = await seek(all.filter(keyed), (share) => { at("found").textContent = t("searching … {} %", share); });
  if (!sought) return;
  const found = sought.kept;
  if (state.sort !== "worst") found.sort(SORTS[state.sort]);
  list.show(found);
  tell(found, terms, sought.unread);
  const now = index.find(state.case);
  if (now >= 0 && (held || found.includes(now))) list.select(now); else if (found.length && wide()) choose(found[0], { quiet: true }); else if (!found.length) at("detail").replaceChildren(element("p", { class: "about" }, t("No case fits the search.")));
  drawChips(terms, terms.some((term) => term.key === "flip") ? null : found);
  if (!terms.some((term) => term.key === "flip")) return;
  const rest = await seek(all.filter((i) => loose(i) && !keyed(i)), () => {});
  if (rest) drawChips(terms, [...found, ...rest.kept]);
}

// Those of the cases, in the order of the chunks, that hold the words; null where another search began meanwhile.
async function withWords(numbers, words, current, told) {
  const kept = [], { chunks } = index.raw;
  let from = 0, unread = 0, since = performance.now();
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    const first = index.firsts[chunk], end = index.firsts[chunk + 1], these = [];
    while (from < numbers.length && numbers[from] < end) these.push(numbers[from++]);
    if (!these.length) continue;
    if (from < numbers.length) texts.load(index.where(numbers[from])[0]);
    const hay = await texts.words(chunk);
    if (!current()) return null;
    if (hay) for (const i of these) { if (words.every((term) => hay[i - first].includes(term.value) !== term.not)) kept.push(i); }
    else unread += these.length;
    if (performance.now() - since > 40) { told(Math.round(100 * chunk / chunks.length)); await new Promise((go) => setTimeout(go)); since = performance.now(); }
  }
  return current() ? { kept, unread } : null;
}

const wide = () => matchMedia("(min-width: 60rem)").matches;

function tell(found, terms, unread) {
  at("found").textContent = found.length === index.size ? t("{} case|{} cases", number(found.length)) : t("{} of {} cases", number(found.length), number(index.size));
  const lines = unread ? [t("The words were not sought in {} cases whose texts stand in the pages beside this one.", number(unread))] : [];
  if (!found.length) for (const [term, known] of unknown(terms, index)) lines.push(`${t("No case has {}.", brief(term))} ${known.length ? t("There are: {}", known.slice(0, 20).map((name) => brief(name, 60)).join(", ")) : ""}`);
  at("unread").replaceChildren(...lines.flatMap((line) => [signed(line, element("span")), element("br")]).slice(0, -1));
}

// `among`: the cases that the search leaves when no outcome is asked for; null while they are still being counted.
function drawChips(terms, among) {
  const counts = {}, asked = new Set(terms.filter((term) => term.key === "flip" && !term.not).map((term) => term.value));
  for (const i of among ?? []) counts[index.group(i)] = (counts[index.group(i)] ?? 0) + 1;
  if (!at("chips").children.length) at("chips").append(...Object.keys(GROUPS).filter((group) => totals[group]).map((group) => {
    const chip = element("button", { type: "button", class: `chip group-${group}`, "data-group": group }, element("span", { "aria-hidden": "true" }, GLYPHS[group]), ` ${t(GROUPS[group])} `, element("b"));
    chip.addEventListener("click", () => ask(toggled(state.q, "flip", group)));
    return chip;
  }));
  for (const chip of at("chips").children) {
    const { group } = chip.dataset;
    chip.setAttribute("aria-pressed", String(asked.has(group)));
    chip.lastChild.textContent = among ? number(counts[group] ?? 0) : "…";
  }
}

let totals = {};
function ask(query, focus = false) {
  state.q = query.trim();
  at("q").value = state.q;
  if (focus) at("q").focus();
  keep();
  search();
}

function drawRow(i, again) {
  const one = texts.get(i, again), group = index.group(i);
  const first = element("span", { class: "line" }, element("span", { class: `glyph group-${group}`, "aria-hidden": "true" }, GLYPHS[group]), element("span", { class: "sr" }, `${t(GROUPS[group])} `),
    element("code", {}, `${brief(index.suite(i))}/`, element("b", {}, brief(index.id(i)))), index.critical(i) ? element("span", { class: "critical" }, t("critical")) : null,
    one && one.answers.length > 2 ? element("span", { class: "pattern" }, one.answers.map((answer) => answer.passed ? "✓" : "✗").join("")) : null);
  const gist = one ? one.title || one.turns.at(-1)?.[1] || "" : index.elsewhere(i) ? t("in {}", index.elsewhere(i)) : "…";
  return [first, shown(oneLine(gist), [], "span", { class: "gist" })];
}

// `byHand`: the reader opened it; `quiet`: nobody asked for it, and an address that names a part of the page stays.
async function choose(i, { byHand = false, quiet = false } = {}) {
  state.case = index.label(i);
  const opens = byHand && !wide();
  keep({ quiet, step: opens });
  list.select(i);
  const detail = at("detail"), file = index.elsewhere(i);
  if (file) detail.replaceChildren(element("h3", { id: "shown-case", tabindex: "-1" }, brief(index.label(i))), element("p", {}, t("Its texts stand in"), " ", element("a", { href: `${file}#case=${encodeURIComponent(index.label(i).toWellFormed?.() ?? index.label(i))}` }, file)));
  const one = await texts.case(i);
  if (state.case !== index.label(i)) return;
  if (one) detail.replaceChildren(...caseView(index, i, one, (key, value) => ask(toggled(state.q, key, value))));
  detail.scrollTop = 0;
  if (!quiet) at("browser").classList.add("opened");
  if (opens) at("shown-case").focus();
}

function step(by, flips) {
  const { order } = list;
  let place = order.indexOf(index.find(state.case));
  do place += by; while (flips && order[place] !== undefined && !index.flipped(order[place]));
  if (order[place] !== undefined) choose(order[place]);
}

let elsewhere = false;
function keep({ quiet = false, step = false } = {}) {
  if (quiet && elsewhere) return;
  elsewhere = false;
  const pairs = Object.entries(state).filter(([key, value]) => value && !(key === "sort" && value === "worst"));
  const hash = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed?.() ?? value).replace(/%(2F|3A)/g, decodeURIComponent)}`).join("&");
  if (hash.length < 100_000) history[step ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : "#");
}

// `#q=…&sort=…&case=suite/id`, or a case's own anchor, `#suite/id`; true where it named a case. `elsewhere`: it names
// another part of the page.
function readAddress() {
  const hash = location.hash.slice(1);
  elsewhere = false;
  if (!hash.includes("=")) {
    let label = hash;
    try { label = decodeURIComponent(hash); } catch { /* not ours */ }
    const named = index.find(label) >= 0;
    elsewhere = Boolean(hash) && !named;
    if (!elsewhere) Object.assign(state, { q: "", sort: "worst", case: label });
    return named;
  }
  const asked = new URLSearchParams(hash);
  Object.assign(state, { q: asked.get("q") ?? "", sort: SORTS[asked.get("sort")] ? asked.get("sort") : "worst", case: asked.get("case") ?? "" });
  return index.find(state.case) >= 0;
}

function openAddress(jump) {
  const named = readAddress();
  at("q").value = state.q;
  at("sort").value = state.sort;
  if (!named) at("browser").classList.remove("opened");
  const done = search(named);
  if (named) choose(index.find(state.case));
  if (named && jump) at("cases").scrollIntoView();
  return done;
}

function help() {
  const found = (column) => index.known(column).slice(0, 30);
  const rows = [["suite:", found("suite")], ["flip:", ["any", ...index.known("group"), "missed", "passed"].filter((name, i, all) => all.indexOf(name) === i)], ["tag:", index.knownTags().slice(0, 30)],
    ["skill:", found("skill")], ["kind:", found("kind")], ["lang:", found("lang_of")], ["is:", ["critical"]], ["len:", [">200", "0..40"]], ["id:", [], "part of suite/id"], ["file:", [], "part of the case file's name"]];
  at("keys").replaceChildren(...rows.flatMap(([key, values, what]) => [element("dt", {}, element("code", {}, key)), element("dd", {}, what ? t(what) : null, ...values.flatMap((value) => {
    const made = element("button", { type: "button", class: "term" }, brief(value));
    made.addEventListener("click", () => { at("help").close(); ask(toggled(state.q, key.slice(0, -1), value)); });
    return [made, " "];
  }))]));
  at("help").showModal();
}

function listen() {
  let wait;
  const asked = () => { clearTimeout(wait); if (state.q !== at("q").value.trim()) { state.q = at("q").value.trim(); keep(); search(); } };
  at("q").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(asked, 120); });
  at("sort").addEventListener("change", () => { state.sort = at("sort").value; keep(); search(); });
  at("more").addEventListener("click", help);
  addEventListener("hashchange", () => { if (index.names(location.hash)) openAddress(true); else keep(); });
  const back = () => { at("browser").classList.remove("opened"); at("list").focus(); };
  at("back").addEventListener("click", back);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || at("help").open) return;
    const typing = event.target.matches?.("input, select, textarea");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" || (event.key === "ArrowDown" && event.target.id === "q")) { event.preventDefault(); asked(); at("list").focus(); }
      return;
    }
    const inList = document.activeElement === at("list");
    const keys = { j: () => step(1), k: () => step(-1), n: () => step(1, true), p: () => step(-1, true), "/": () => { at("cases").scrollIntoView(); at("q").focus(); at("q").select(); }, "?": help,
      о: () => step(1), л: () => step(-1), т: () => step(1, true), з: () => step(-1, true) };
    if (!wide()) keys.Escape = back;
    if (inList) Object.assign(keys, { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => list.order.length && choose(list.order[0]), End: () => list.order.length && choose(list.order.at(-1)),
      PageDown: () => step(Math.min(10, Math.max(1, list.order.length - 1 - list.order.indexOf(index.find(state.case))))), PageUp: () => step(-Math.min(10, Math.max(1, list.order.indexOf(index.find(state.case))))),
      Enter: () => { at("browser").classList.add("opened"); at("shown-case")?.focus(); } });
    const key = event.code === "Slash" ? { ".": "/", ",": "?" }[event.key] ?? event.key : event.key;
    const act = keys[key] ?? keys[key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
}

async function start() {
  const read = unpacked(at("index").content.textContent);
  if (location.hash === "#texts" && parent !== window) return answerWith(read.then(({ key }) => key));
  const raw = await read;
  words = raw.words; locale = raw.lang;
  index = new Index(raw);
  for (let i = 0; i < index.size; i++) totals[index.group(i)] = (totals[index.group(i)] ?? 0) + 1;
  if (!index.size) return;
  texts = new Texts(index);
  document.body.classList.add("live");
  list = new List(at("list"), { draw: drawRow, choose });
  listen();
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  openAddress(Boolean(location.hash) && !reloaded);
  if (elsewhere) document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" });
  document.body.dataset.ready = "yes";
}
start().catch((error) => { document.body.classList.remove("live"); console.error(error); });
