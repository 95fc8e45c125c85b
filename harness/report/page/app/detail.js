// One case: every turn, both replies side by side, why each passed or not, what was expected, where it is written.
const GLYPHS = { broken: "▼", fixed: "▲", differ: "≠", "all-miss": "✗", "all-pass": "✓", "both-miss": "✗", "both-pass": "✓", missed: "✗", passed: "✓", "not-run": "!" };
const GROUPS = { broken: "Newly broken", "not-run": "Did not run", missed: "Missed", differ: "They part", fixed: "Newly fixed", "all-miss": "Missed by all", "both-miss": "Missed by both", "all-pass": "Passed by all", "both-pass": "Passed by both", passed: "Passed" };

function badge(group) {
  return element("span", { class: `badge group-${group}` }, element("span", { "aria-hidden": "true" }, GLYPHS[group] ?? ""), ` ${t(GROUPS[group] ?? group)}`);
}

function caseView(index, i, one, filter) {
  const [suite, id] = [index.suite(i), index.id(i)];
  const heading = element("h3", { id: "shown-case", tabindex: "-1" }, element("code", {}, `${brief(suite)}/`, element("b", {}, brief(id, 2000))));
  const signs = element("p", { class: "signs" }, badge(index.group(i)), index.critical(i) ? element("span", { class: "critical" }, t("critical")) : null);
  const head = element("header", {}, signs, heading);
  if (one.title) head.append(shown(one.title, [], "p", { class: "title" }));
  const body = [head, turnsView(one), repliesView(one)];
  if (one.variants.length) body.push(part(t("In other words"), element("ul", {}, ...one.variants.map((v) => element("li", {}, ...clipped(v))))));
  body.push(part(t("Expected"), element("ul", { class: "expected" }, ...one.checks.map(([name, lines]) => {
    const line = element("li", {}, element("code", {}, name));
    for (const text of lines) line.append(" ", shown(text, [], "span", { class: "argument" }));
    return line;
  }))));
  body.push(metaView(index, i, one, filter));
  return body;
}

function part(title, ...content) { return element("section", { class: "part-of" }, element("h4", {}, title), ...content); }

function clipped([text, left], spans = [], kind = "") {
  const made = [shown(text, spans, "div", { class: `text ${kind}`.trim() })];
  if (left) made.push(element("p", { class: "left-out" }, `… ${t("{} more characters in record.json", number(left))}`));
  return made;
}

function turnsView(one) {
  const turns = element("div", { class: "turns" });
  const add = (role, text, kind = "prompt") => turns.append(element("div", { class: "turn" }, element("p", { class: "label" }, role), ...clipped(text, [], kind)));
  let place = 0, before = "";
  one.turns.forEach(([role, text, left], n) => {
    if (before === "user" && role === "user") {
      for (const answer of one.answers) if (!answer.none && place < answer.said.length) add(t(answer.part), answer.said[place]);
      place += 1;
    }
    if (n === one.turns.length - 1) for (const document of one.context) add(t("context"), document);
    add(t(role), [text, left]);
    before = role;
  });
  return turns;
}

function repliesView(one) {
  const said = one.answers.map((answer) => answer.none ? null : answer.reply[0]);
  const apart = said.map((text, k) => k && text !== null && said[0] !== null && text !== said[0] ? compareWords(said[0], text) : [[], []]);
  const changed = apart.map((pair) => pair[1]);
  if (said.length === 2) changed[0] = apart[1][0];
  const blank = said.length === 2 && said.every((text) => text !== null) && said[0] !== said[1] && folded(said[0]).trim() === folded(said[1]).trim();
  return element("div", { class: "replies" }, ...one.answers.map((answer, k) => replyView(answer, changed[k])), blank ? element("p", { class: "about" }, t("These replies differ in white space or capitals alone.")) : null);
}

const labelOf = (answer) => element("p", { class: "label" }, answer.part ? t(answer.part) : "", answer.name ? element("span", {}, ` ${brief(answer.name)}`) : null);

function replyView(answer, changed) {
  if (answer.none) return element("article", { class: "reply missed" }, labelOf(answer), element("p", {}, t("no reply was scored")));
  const quoted = answer.passed ? [] : quotedSpans(answer.reason, answer.reply[0]);
  const why = element("p", { class: "why" }, element("b", {}, answer.passed ? `✓ ${t("it passes")}` : `✗ ${t("it misses")}`), " ");
  if (answer.reason) why.append(shown(answer.reason, quoted.map((q) => [...q.reason, "span"]), "span"));
  const notes = [answer.tokens ? t("{} token|{} tokens", number(answer.tokens)) : "", answer.finish === "stop" ? "" : answer.finish === "length" ? t("cut at the limit") : answer.finish].filter(Boolean);
  if (notes.length) why.append(" ", element("small", {}, notes.join(" · ")));
  const reply = element("article", { class: `reply ${answer.passed ? "passed" : "missed"}` },
    labelOf(answer),
    ...clipped(answer.reply, merged(changed, quoted.flatMap((q) => q.reply.map((s) => [...s, "span"]))), "said"), why);
  if (answer.samples.length) {
    const passed = answer.samples.filter((s) => s[0]).length;
    reply.append(element("details", { class: "samples" }, element("summary", {}, t("{} of {} samples pass", passed, answer.samples.length)),
      element("ol", {}, ...answer.samples.map(([ok, text, left, reason]) => element("li", {}, element("b", {}, ok ? "✓ " : "✗ "), ...clipped([text, left], ok ? [] : quotedSpans(reason, text).flatMap((q) => q.reply.map((s) => [...s, "span"]))), reason ? shown(reason, [], "p", { class: "left-out" }) : null)))));
  }
  return reply;
}

// What a reason quotes from the reply: [{reason: [from, to], reply: [[from, to]…]}].
function quotedSpans(reason, reply) {
  const found = [];
  for (const match of reason.matchAll(/"([^"]{1,400})"|'((?:[^']|(?<=\p{L})'(?=\p{L})){1,400})'|«([^»]{1,400})»|“([^”]{1,400})”/gu)) {
    const text = (match[1] ?? match[2] ?? match[3] ?? match[4]).replace(/^…|…$/g, "");
    if (!text.trim()) continue;
    const at = reply.indexOf(text) >= 0 ? reply.indexOf(text) : reply.toLowerCase().indexOf(text.toLowerCase());
    if (at < 0) continue;
    found.push({ reason: [match.index, match.index + match[0].length], reply: [[at, at + text.length]] });
    if (found.length === 20) break;
  }
  return found;
}

// Spans of both kinds without overlap: what a reason quotes goes before what merely changed.
function merged(changed, quoted) {
  const kept = [];
  const sorted = [...quoted].sort((a, b) => a[0] - b[0]);
  for (const span of sorted) if (!kept.length || span[0] >= kept.at(-1)[1]) kept.push(span);
  const free = changed.flatMap(([from, to, kind]) => {
    const pieces = [];
    let at = from;
    for (const [start, end] of kept) {
      if (end <= at || start >= to) continue;
      if (start > at) pieces.push([at, start, kind]);
      at = Math.max(at, end);
    }
    if (at < to) pieces.push([at, to, kind]);
    return pieces;
  });
  return [...kept, ...free].sort((a, b) => a[0] - b[0]);
}

function metaView(index, i, one, filter) {
  const link = (key, value, text) => {
    const made = element("button", { type: "button", class: "term", title: brief(`${key}:${value}`) }, brief(text));
    made.addEventListener("click", () => filter(key, value));
    return made;
  };
  const meta = element("p", { class: "meta" }, element("code", {}, one.place));
  if (index.kind(i)) meta.append(link("kind", index.kind(i), index.kind(i)));
  if (index.skill(i)) meta.append(link("skill", index.skill(i), index.skill(i)));
  for (const tag of index.tags(i)) meta.append(link("tag", tag, `#${tag}`));
  return meta;
}
