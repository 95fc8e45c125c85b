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
  tags(i) { return this.raw.tags[i].map((n) => this.raw.names[n]); }
  critical(i) { return this.raw.critical[i] === "1"; }
  length(i) { return this.raw.length[i]; }
  label(i) { return `${this.suite(i)}/${this.id(i)}`; }
  flipped(i) { return ["broken", "fixed", "differ"].includes(this.group(i)); }
  find(label) {
    if (!this.byId.size) for (let i = 0; i < this.size; i++) this.byId.set(this.label(i), i);
    return this.byId.get(label) ?? -1;
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

class Texts {
  constructor(index) { this.index = index; this.held = new Map(); this.asked = new Map(); this.hay = new Map(); }
  // The case if its chunk is at hand, else undefined; `then` is called once it is.
  get(i, then) {
    const [chunk, place] = this.index.where(i);
    const held = this.held.get(chunk);
    if (held) return held[place];
    if (!this.index.raw.chunks[chunk][2]) this.load(chunk).then(then);
    return undefined;
  }
  async case(i) {
    const [chunk, place] = this.index.where(i);
    return (await this.load(chunk))?.[place];
  }
  load(chunk) {
    const [number, , elsewhere] = this.index.raw.chunks[chunk];
    if (elsewhere) return Promise.resolve(undefined);
    if (!this.asked.has(chunk)) {
      const packed = document.getElementById(`chunk-${number}`).content.textContent;
      this.asked.set(chunk, unpacked(packed).then((cases) => { this.held.set(chunk, cases); return cases; }));
    }
    return this.asked.get(chunk);
  }
  // All words of a chunk's cases, one text a case.
  async words(chunk) {
    if (!this.hay.has(chunk)) {
      const cases = await this.load(chunk), first = this.index.firsts[chunk];
      this.hay.set(chunk, cases?.map((one, k) => folded([...wordsOf(one), this.index.label(first + k), ...this.index.tags(first + k)].join("\n"))));
    }
    return this.hay.get(chunk);
  }
}

function wordsOf(one) {
  const answers = one.answers.flatMap((a) => a.none ? [] : [a.reply[0], a.reason, ...a.said.map((s) => s[0]), ...a.samples.flatMap((s) => [s[1], s[3]])]);
  const checks = one.checks.flatMap(([name, lines]) => [name, ...lines]);
  return [one.title ?? "", one.place, ...one.turns.map((turn) => turn[1]), ...one.context.map((c) => c[0]), ...one.variants.map((c) => c[0]), ...answers, ...checks];
}
