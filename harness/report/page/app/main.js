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
  const mine = ++turn, terms = parseQuery(state.q), keyed = byKeys(terms, index), wanted = terms.filter((term) => !term.key);
  let found = [];
  for (let i = 0; i < index.size; i++) if (keyed(i)) found.push(i);
  let unread = 0;
  if (wanted.length) {
    const kept = [];
    let from = 0, since = performance.now();
    for (let chunk = 0; chunk < index.raw.chunks.length; chunk++) {
      const end = index.firsts[chunk + 1], these = [];
      while (from < found.length && found[from] < end) these.push(found[from++]);
      if (!these.length) continue;
      const hay = await texts.words(chunk);
      if (mine !== turn) return;
      if (hay) kept.push(...these.filter((i) => wanted.every((term) => hay[i - index.firsts[chunk]].includes(term.value) !== term.not)));
      else unread += these.length;
      if (performance.now() - since > 40) { at("found").textContent = t("searching … {} %", Math.round(100 * chunk / index.raw.chunks.length)); await new Promise((go) => setTimeout(go)); since = performance.now(); }
    }
    if (mine !== turn) return;
    found = kept;
  }
  if (state.sort !== "worst") found.sort(SORTS[state.sort]);
  list.show(found);
  tell(found, terms, unread);
  const now = index.find(state.case);
  if (now >= 0 && (held || found.includes(now))) list.select(now); else if (found.length && wide()) choose(found[0]); else if (!found.length) at("detail").replaceChildren(element("p", { class: "about" }, t("No case fits the search.")));
}

const wide = () => matchMedia("(min-width: 60rem)").matches;

function tell(found, terms, unread) {
  at("found").textContent = found.length === index.size ? t("{} case|{} cases", number(found.length)) : t("{} of {} cases", number(found.length), number(index.size));
  at("unread").textContent = unread ? t("The words were not sought in {} cases whose texts stand in the pages beside this one.", number(unread)) : "";
  const other = byKeys(terms, index, "flip"), counts = {};
  for (let i = 0; i < index.size; i++) if (other(i)) counts[index.group(i)] = (counts[index.group(i)] ?? 0) + 1;
  const asked = new Set(terms.filter((term) => term.key === "flip" && !term.not).map((term) => term.value));
  at("chips").replaceChildren(...Object.keys(GROUPS).filter((group) => totals[group]).map((group) => {
    const chip = element("button", { type: "button", class: `chip group-${group}`, "aria-pressed": String(asked.has(group)) }, element("span", { "aria-hidden": "true" }, GLYPHS[group]), ` ${t(GROUPS[group])} `, element("b", {}, number(counts[group] ?? 0)));
    chip.addEventListener("click", () => ask(toggled(state.q, "flip", group)));
    return chip;
  }));
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
    element("code", {}, `${index.suite(i)}/`, element("b", {}, index.id(i))), index.critical(i) ? element("span", { class: "critical" }, t("critical")) : null);
  const gist = one ? one.title || one.turns.at(-1)?.[1] || "" : index.elsewhere(i) ? t("in {}", index.elsewhere(i)) : "…";
  return [first, shown(oneLine(gist), [], "span", { class: "gist" })];
}

async function choose(i, byHand = false) {
  state.case = index.label(i);
  keep();
  list.select(i);
  const one = await texts.case(i);
  if (state.case !== index.label(i)) return;
  const detail = at("detail");
  if (one) detail.replaceChildren(...caseView(index, i, one, (key, value) => ask(toggled(state.q, key, value))));
  else detail.replaceChildren(element("h3", { id: "shown-case", tabindex: "-1" }, index.label(i)), element("p", {}, t("Its texts stand in"), " ", element("a", { href: `${index.elsewhere(i)}#case=${encodeURIComponent(index.label(i).toWellFormed?.() ?? index.label(i))}` }, index.elsewhere(i))));
  detail.scrollTop = 0;
  at("browser").classList.add("opened");
  if (byHand && !wide()) at("shown-case").focus();
}

function step(by, flips) {
  const { order } = list;
  let place = order.indexOf(index.find(state.case));
  do place += by; while (flips && order[place] !== undefined && !index.flipped(order[place]));
  if (order[place] !== undefined) choose(order[place]);
}

function keep() {
  const pairs = Object.entries(state).filter(([key, value]) => value && !(key === "sort" && value === "worst"));
  const hash = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed?.() ?? value).replace(/%(2F|3A)/g, decodeURIComponent)}`).join("&");
  history.replaceState(null, "", hash ? `#${hash}` : "#");
}

// `#q=…&sort=…&case=suite/id`, or a case's own anchor, `#suite/id`; true where it named a case.
function readAddress() {
  const hash = location.hash.slice(1);
  if (!hash) return false;
  if (!hash.includes("=")) {
    let label = hash;
    try { label = decodeURIComponent(hash); } catch { /* not ours */ }
    if (index.find(label) < 0) return false;
    Object.assign(state, { q: "", case: label });
    return true;
  }
  const asked = new URLSearchParams(hash);
  Object.assign(state, { q: asked.get("q") ?? "", sort: SORTS[asked.get("sort")] ? asked.get("sort") : "worst", case: asked.get("case") ?? "" });
  return index.find(state.case) >= 0;
}

function openAddress(jump) {
  const named = readAddress();
  at("q").value = state.q;
  at("sort").value = state.sort;
  search(named);
  if (!named) return;
  choose(index.find(state.case));
  if (jump) at("cases").scrollIntoView();
}

function help() {
  const found = (column) => [...new Set(index.raw[column])].filter((n) => n >= 0).map((n) => index.raw.names[n]).slice(0, 30);
  const rows = [["suite:", found("suite")], ["flip:", ["broken", "fixed", "both-miss", "both-pass", "missed", "passed"]], ["tag:", [...new Set(index.raw.tags.flat())].slice(0, 30).map((n) => index.raw.names[n])],
    ["skill:", found("skill")], ["kind:", found("kind")], ["lang:", found("lang_of")], ["is:", ["critical"]], ["len:", [">200", "0..40"]], ["id:", []], ["file:", []]];
  at("keys").replaceChildren(...rows.flatMap(([key, values]) => [element("dt", {}, element("code", {}, key)), element("dd", {}, ...values.flatMap((value) => {
    const made = element("button", { type: "button", class: "term" }, value);
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
  at("back").addEventListener("click", () => { at("browser").classList.remove("opened"); at("list").focus(); });
  addEventListener("hashchange", () => openAddress(true));
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
    if (inList) Object.assign(keys, { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => list.order.length && choose(list.order[0]), End: () => list.order.length && choose(list.order.at(-1)),
      PageDown: () => step(Math.min(10, Math.max(1, list.order.length - 1 - list.order.indexOf(index.find(state.case))))), PageUp: () => step(-Math.min(10, Math.max(1, list.order.indexOf(index.find(state.case))))),
      Enter: () => { at("browser").classList.add("opened"); at("shown-case")?.focus(); } });
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
}

async function start() {
  const raw = await unpacked(at("index").content.textContent);
  words = raw.words; locale = raw.lang;
  index = new Index(raw);
  for (let i = 0; i < index.size; i++) totals[index.group(i)] = (totals[index.group(i)] ?? 0) + 1;
  if (!index.size) return;
  texts = new Texts(index);
  document.body.classList.add("live");
  list = new List(at("list"), { draw: drawRow, choose });
  listen();
  openAddress(Boolean(location.hash));
  document.body.dataset.ready = "yes";
}
start().catch((error) => { document.body.classList.remove("live"); console.error(error); });
