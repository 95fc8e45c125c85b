// The index and the chunks, unpacked when they are needed.
async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

class Index {
  constructor(raw) {
    this.raw = raw;
    this.size = raw.id.length;
    this.byId = new Map();
    const firsts = raw.chunks.reduce((starts, [, n]) => [...starts, starts.at(-1) + n], [0]);
    this.firsts = firsts;
  }
  name(column, i) { const n = this.raw[column][i]; return n < 0 ? "" : this.raw.names[n]; }
  id(i) { return this.raw.id[i]; }
  suite(i) { return this.name("suite", i); }
  group(i) { return this.name("group", i); }
  kind(i) { return this.name("kind", i); }
  skill(i) { return this.name("skill", i); }
  lang(i) { return this.name("lang_of", i); }
  file(i) { return this.name("file", i); }
  known(column) { return [...new Set(this.raw[column])].filter((n) => n >= 0).map((n) => this.raw.names[n]); }
  knownTags() { return [...new Set(this.raw.tags.flat())].map((n) => this.raw.names[n]); }
  some(holds) { for (let i = 0; i < this.size; i++) if (holds(i)) return true; return false; }
  tags(i) { return this.raw.tags[i].map((n) => this.raw.names[n]); }
  critical(i) { return this.raw.critical[i] === "1"; }
  length(i) { return this.raw.length[i]; }
  label(i) { return `${this.suite(i)}/${this.id(i)}`; }
  flipped(i) { return ["broken", "fixed", "differ"].includes(this.group(i)); }
  find(label) {
    if (!this.byId.size) for (let i = 0; i < this.size; i++) this.byId.set(this.label(i), i);
    return this.byId.get(label) ?? -1;
  }
  // Whether an address is one of ours: a state, a case, or nothing at all.
  names(hash) {
    try { return hash.length < 2 || hash.includes("=") || this.find(decodeURIComponent(hash.slice(1))) >= 0; } catch { return false; }
  }
  // [which chunk, place in it]
  where(i) {
    let low = 0, high = this.raw.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= i) low = middle; else high = middle - 1;
    }
    return [low, i - this.firsts[low]];
  }
  elsewhere(i) { return this.raw.chunks[this.where(i)[0]][2]; }
}

const chunkHere = (number) => document.getElementById(`chunk-${number}`)?.content.textContent;

// The pages beside this one, each in a frame that is not seen: asked for a chunk, it answers with its packed text. Only
// who knows the key, a digest of the texts, gets one; a page that is not there, or says nothing, has none.
class Beside {
  constructor(key) { this.key = key; this.frames = new Map(); this.waiting = new Map(); }
  async chunk(file, number) {
    if (!this.frames.has(file)) this.frames.set(file, this.open(file));
    const frame = await this.frames.get(file);
    return frame ? this.ask(frame, number) : undefined;
  }
  open(file) {
    if (!this.frames.size) addEventListener("message", ({ data, source }) => this.waiting.get(source)?.get(data?.chunk)?.(String(data.packed)));
    const frame = document.createElement("iframe");
    for (const [name, value] of Object.entries({ src: `${file}#texts`, sandbox: "allow-scripts", hidden: "", tabindex: "-1", "aria-hidden": "true" })) frame.setAttribute(name, value);
    return new Promise((done) => {
      frame.addEventListener("load", async () => done(await this.ask(frame.contentWindow, -1, 3000) === undefined ? undefined : frame.contentWindow), { once: true });
      document.body.append(frame);
    });
  }
  ask(view, number, patience = 30000) {
    if (!this.waiting.has(view)) this.waiting.set(view, new Map());
    return new Promise((done) => {
      const late = setTimeout(() => done(undefined), patience);
      this.waiting.get(view).set(number, (packed) => { clearTimeout(late); done(packed); });
      view.postMessage({ key: this.key, chunk: number }, "*");
    });
  }
}

function answerWith(key) {
  addEventListener("message", async ({ data, source }) => {
    if (source === parent && data?.key === await key) source.postMessage({ chunk: data.chunk, packed: data.chunk < 0 ? "" : chunkHere(data.chunk) ?? "" }, "*");
  });
}

class Texts {
  constructor(index) { this.index = index; this.beside = new Beside(index.raw.key); this.held = new Map(); this.asked = new Map(); this.hay = new Map(); }
  // The case if its chunk is at hand, else undefined; `then` is called once it is.
  get(i, then) {
    const [chunk, place] = this.index.where(i);
    const held = this.held.get(chunk);
    if (held) return held[place];
    this.load(chunk).then((cases) => cases && then());
    return undefined;
  }
  async case(i) {
    const [chunk, place] = this.index.where(i);
    return (await this.load(chunk))?.[place];
  }
  load(chunk) {
    const [number, , elsewhere] = this.index.raw.chunks[chunk];
    if (!this.asked.has(chunk)) {
      const packed = elsewhere ? this.beside.chunk(elsewhere, number) : Promise.resolve(chunkHere(number));
      this.asked.set(chunk, packed.then((text) => text && unpacked(text)).then((cases) => { if (cases) this.held.set(chunk, cases); return cases; }));
    }
    return this.asked.get(chunk);
  }
  // All words of a chunk's cases, one text a case.
  async words(chunk) {
    if (!this.hay.has(chunk)) {
      const cases = await this.load(chunk), first = this.index.firsts[chunk];
      this.hay.set(chunk, cases?.map((one, k) => [...wordsOf(one), this.index.label(first + k), ...this.index.tags(first + k)].map(folded).join("\n")));
    }
    return this.hay.get(chunk);
  }
}

function wordsOf(one) {
  const answers = one.answers.flatMap((a) => a.none ? [] : [a.reply[0], a.reason, ...a.said.map((s) => s[0]), ...a.samples.flatMap((s) => [s[1], s[3]])]);
  const checks = one.checks.flatMap(([name, lines]) => [name, ...lines]);
  return [one.title ?? "", one.place, ...one.turns.map((turn) => turn[1]), ...one.context.map((c) => c[0]), ...one.variants.map((c) => c[0]), ...answers, ...checks];
}
