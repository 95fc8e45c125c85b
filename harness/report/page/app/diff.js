// Words that one of two replies has and the other lacks, by a shortest edit script (Myers, Algorithmica 1986;1:251).
const WORDS = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
const MOST_WORDS = 4000, MOST_EDITS = 1500, LEAST_IN_COMMON = 0.25;

// [spans of the first, spans of the second]; none where the texts share so little that all would be marked.
function compareWords(one, other) {
  const first = [...one.matchAll(WORDS)], second = [...other.matchAll(WORDS)];
  const longest = Math.max(first.length, second.length);
  if (!longest || longest > MOST_WORDS) return [[], []];
  const kept = common(first.map((m) => m[0]), second.map((m) => m[0]));
  if (kept === null || kept.length < LEAST_IN_COMMON * longest) return [[], []];
  const same = [new Set(kept.map((pair) => pair[0])), new Set(kept.map((pair) => pair[1]))];
  return [first, second].map((words, side) => runs(words, (i) => !same[side].has(i)));
}

function runs(words, chosen) {
  const spans = [];
  let open = false;
  words.forEach((word, i) => {
    if (!chosen(i)) { open = false; return; }
    const end = word.index + word[0].length;
    if (open) spans.at(-1)[1] = end; else spans.push([word.index, end, "changed"]);
    open = true;
  });
  return spans;
}

// Pairs of places that a longest common subsequence keeps; null where too many edits would be needed.
function common(a, b) {
  const n = a.length, m = b.length, most = Math.min(n + m, MOST_EDITS), offset = most + 1;
  let far = new Int32Array(2 * most + 3);
  const past = [];
  for (let d = 0; d <= most; d++) {
    past.push(far.slice());
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && far[offset + k - 1] < far[offset + k + 1]) ? far[offset + k + 1] : far[offset + k - 1] + 1;
      let y = x - k;
      while (x < n && y < m && a[x] === b[y]) { x++; y++; }
      far[offset + k] = x;
      if (x >= n && y >= m) return walkBack(past, d, n, m, offset);
    }
  }
  return null;
}

function walkBack(past, edits, n, m, offset) {
  const kept = [];
  let x = n, y = m;
  for (let d = edits; d >= 0; d--) {
    const far = past[d], k = x - y;
    const before = k === -d || (k !== d && far[offset + k - 1] < far[offset + k + 1]) ? k + 1 : k - 1;
    const fromX = d ? far[offset + before] : 0, fromY = d ? fromX - before : 0;
    while (x > fromX && y > fromY) { x--; y--; kept.push([x, y]); }
    x = fromX; y = fromY;
  }
  return kept.reverse();
}
