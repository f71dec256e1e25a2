/**
 * Hamming distances of many barcodes to one or several, 16 bytes at a time. Compiled from AssemblyScript by
 * scripts/vite-assemblyscript.mjs; memory is laid out and owned by the caller. Barcodes ("rows") lie one after another;
 * all of them have `rowBytes` bytes, a multiple of 16. Addresses are in bytes.
 */

/** Writes the distance of each of `count` rows to `query`, as u32, to `distances` onward. */
export function scan(rows: usize, rowBytes: usize, count: u32, query: usize, distances: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(distances, distance(rows, query, rowBytes));
    rows += rowBytes;
    distances += 4;
  }
}

/**
 * Scores `count` rows against a question and writes those below `limit` as pairs (row, score) of u32 to `found` onward.
 * At `examples` lie `positives` positive examples and then `negatives` negative ones. The score is the sum of the distances to
 * the positive ones, or the smallest of them when `byNearest`. Left out are rows whose bit at `allowed` (lowest bit first) is 0, and
 * rows nearer to a negative example than to the positive ones: on average, or to the nearest one when `byNearest`. The 16 bytes behind the
 * last pair are overwritten.
 *
 * With `vectorBytes` (a multiple of 16, else 0), distances are learned: at `vectors` lies each row's unit vector and at
 * `exampleVectors` each example's, in numbers of 16 bits of which the squares add up to SQUARED_LENGTH. A learned distance is
 * the differing bits times `perBit`, rounded down, and what the vectors' dot product lacks of SQUARED_LENGTH, shifted right
 * by `shift`.
 * @returns The number of pairs.
 */
export function select(
  rows: usize,
  rowBytes: usize,
  count: u32,
  examples: usize,
  positives: u32,
  negatives: u32,
  byNearest: bool,
  allowed: usize,
  limit: u32,
  found: usize,
  vectors: usize,
  vectorBytes: usize,
  exampleVectors: usize,
  perBit: f64,
  shift: u32,
): u32 {
  const first = found;
  const last = rows + <usize>count * rowBytes - rowBytes;
  let touched = i8x16.splat(0);
  const negativesAt = examples + <usize>positives * rowBytes;
  const negativeVectors = exampleVectors + <usize>positives * vectorBytes;
  const weight: u32 = byNearest ? 1 : positives;
  for (let row: u32 = 0; row < count; row++, rows += rowBytes, vectors += vectorBytes) {
    if (!((load<u8>(allowed + (row >> 3)) >> (row & 7)) & 1)) continue;
    if (rowBytes <= LONGEST_TOUCHED) touched = v128.or(touched, touch(min(last, rows + ROWS_AHEAD * rowBytes), rowBytes));
    let score = scoreBelow(rows, examples, rowBytes, limit, vectors, exampleVectors, vectorBytes, perBit, shift);
    for (let at: u32 = 1; at < positives && (byNearest || score < limit); at++) {
      const example = examples + <usize>at * rowBytes, vector = exampleVectors + <usize>at * vectorBytes;
      const room = byNearest ? limit : limit - score;
      const next = scoreBelow(rows, example, rowBytes, room, vectors, vector, vectorBytes, perBit, shift);
      score = byNearest ? min(score, next) : score + next;
    }
    if (score >= limit) continue;
    let isNearerToNegative = false;
    for (let at: u32 = 0; at < negatives && !isNearerToNegative; at++) {
      const example = negativesAt + <usize>at * rowBytes, vector = negativeVectors + <usize>at * vectorBytes;
      isNearerToNegative = scoreBelow(rows, example, rowBytes, score, vectors, vector, vectorBytes, perBit, shift) * weight < score;
    }
    if (isNearerToNegative) continue;
    store<u32>(found, row);
    store<u32>(found, score, 4);
    found += 8;
  }
  // Keeps the compiler from leaving out what is read for nothing else.
  store<v128>(found, touched);
  return <u32>(found - first) >> 3;
}

/**
 * A row that is given up early leaves a gap in what is read, and processors fetch ahead only what is read without gaps. So
 * every row is read through a few rows before its turn, which is cheap. Long rows are read without gaps for long enough.
 */
const ROWS_AHEAD: usize = 4;
const LONGEST_TOUCHED: usize = 4096;
const CACHE_LINE: usize = 64;

@inline
function touch(row: usize, rowBytes: usize): v128 {
  let touched = i8x16.splat(0);
  for (const end = row + rowBytes; row < end; row += CACHE_LINE) touched = v128.or(touched, v128.load(row));
  return touched;
}

/**
 * Compares `count` rows with each of `queryCount` queries and writes what is below the query's limit (u32 at `limits`) as
 * triples (query, row, distance) of u32 to `found` onward, query by query. Rows and queries should fit the cache together.
 * With `vectorBytes`, distances are learned, as in `select`; the queries' vectors lie at `queryVectors`.
 * @returns The number of triples.
 */
export function selectEach(
  rows: usize,
  rowBytes: usize,
  count: u32,
  queries: usize,
  queryCount: u32,
  limits: usize,
  found: usize,
  vectors: usize,
  vectorBytes: usize,
  queryVectors: usize,
  perBit: f64,
  shift: u32,
): u32 {
  const first = found;
  for (let query: u32 = 0; query < queryCount; query++, queries += rowBytes, queryVectors += vectorBytes) {
    const limit = load<u32>(limits + (<usize>query << 2));
    let at = rows, vector = vectors;
    for (let row: u32 = 0; row < count; row++, at += rowBytes, vector += vectorBytes) {
      const score = scoreBelow(at, queries, rowBytes, limit, vector, queryVectors, vectorBytes, perBit, shift);
      if (score >= limit) continue;
      store<u32>(found, query);
      store<u32>(found, row, 4);
      store<u32>(found, score, 8);
      found += 12;
    }
  }
  return <u32>(found - first) / 12;
}

/**
 * Looks among `count` rows for the nearest of each of `queryCount` queries. `nearest` has a distance and a row's number for each
 * (two u32), which are replaced by the first row that is nearer still; `first` is the number of the first row. With
 * `vectorBytes`, distances are learned, as in `select`; the queries' vectors lie at `queryVectors`.
 */
export function nearestEach(
  rows: usize,
  rowBytes: usize,
  count: u32,
  first: u32,
  queries: usize,
  queryCount: u32,
  nearest: usize,
  vectors: usize,
  vectorBytes: usize,
  queryVectors: usize,
  perBit: f64,
  shift: u32,
): void {
  for (let query: u32 = 0; query < queryCount; query++, queries += rowBytes, nearest += 8, queryVectors += vectorBytes) {
    let limit = load<u32>(nearest);
    let at = rows, vector = vectors;
    for (let row: u32 = 0; row < count; row++, at += rowBytes, vector += vectorBytes) {
      const score = scoreBelow(at, queries, rowBytes, limit, vector, queryVectors, vectorBytes, perBit, shift);
      if (score >= limit) continue;
      limit = score;
      store<u32>(nearest, score);
      store<u32>(nearest, first + row, 4);
    }
  }
}

/** What the squares of a unit vector's numbers add up to: those that have 14 bits and a sign. */
const SQUARED_LENGTH: i32 = 1 << 28;

/** The distance, plain or learned, if it is below `limit`; else any number from `limit` up. */
@inline
function scoreBelow(
  row: usize,
  example: usize,
  rowBytes: usize,
  limit: u32,
  vector: usize,
  exampleVector: usize,
  vectorBytes: usize,
  perBit: f64,
  shift: u32,
): u32 {
  if (vectorBytes === 0) return distanceBelow(row, example, rowBytes, limit);
  // The vectors come first: where they say enough, no bit is read.
  const missing = <u32>max(0, SQUARED_LENGTH - dotProduct(vector, exampleVector, vectorBytes)) >> shift;
  if (missing >= limit) return limit;
  // One more than is needed, whatever the division was rounded to.
  const most = <u32>(<f64>(limit - missing) / perBit) + 2;
  return <u32>(<f64>distanceBelow(row, example, rowBytes, most) * perBit) + missing;
}

@inline
function dotProduct(a: usize, b: usize, bytes: usize): i32 {
  let sums = i32x4.splat(0);
  for (const end = a + bytes; a < end; a += 16, b += 16) {
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load(a), v128.load(b)));
  }
  return <i32>total(sums);
}

/** Sixteen vectors are added bit by bit before anything is counted: one count instead of sixteen (Harley and Seal). */
const GROUP_BYTES: usize = 256;

/** Groups whose 16-bit sums (at most 16 each) add up without overflow, with room for the shift by 4. */
const GROUPS_BEFORE_OVERFLOW: usize = 255;

/** Groups after which a row that is too far already is given up. */
const STRETCH: usize = 2;
const STRETCH_OF_LONG_ROWS: usize = 16;

/**
 * The distance if it is below `limit`; else any number from `limit` up, as soon as it is known: most rows are far, and most
 * of what is far shows early. Begins in the middle, since the deep layers, which lie in the second half, differ most.
 */
function distanceBelow(a: usize, b: usize, bytes: usize, limit: u32): u32 {
  const stretch = (bytes > LONGEST_TOUCHED ? STRETCH_OF_LONG_ROWS : STRETCH) * GROUP_BYTES;
  const middle = bytes / 2 / stretch * stretch;
  const bits = addUntil(a + middle, b + middle, bytes - middle, stretch, 0, limit);
  return bits >= limit ? bits : addUntil(a, b, middle, stretch, bits, limit);
}

function addUntil(a: usize, b: usize, bytes: usize, stretch: usize, bits: u32, limit: u32): u32 {
  const end = a + bytes;
  for (; a + stretch <= end; a += stretch, b += stretch) {
    bits += total(countGroups(a, b, stretch / GROUP_BYTES));
    if (bits >= limit) return bits;
  }
  return a < end ? bits + distance(a, b, end - a) : bits;
}

function distance(a: usize, b: usize, bytes: usize): u32 {
  let sums = i32x4.splat(0);
  let groups = bytes / GROUP_BYTES;
  const end = a + bytes;
  while (groups > 0) {
    const now = min(groups, GROUPS_BEFORE_OVERFLOW);
    sums = i32x4.add(sums, countGroups(a, b, now));
    a += now * GROUP_BYTES;
    b += now * GROUP_BYTES;
    groups -= now;
  }
  let counts = i8x16.splat(0);
  for (; a < end; a += 16, b += 16) {
    counts = i8x16.add(counts, i8x16.popcnt(v128.xor(v128.load(a), v128.load(b))));
  }
  return total(i32x4.add(sums, widen(counts)));
}

/** Differing bits of `groups` groups, in four sums. Offsets are written out: only constants cost nothing. */
// biome-ignore format: one addition of two bit vectors a line.
function countGroups(a: usize, b: usize, groups: usize): v128 {
  let ones = i8x16.splat(0), twos = i8x16.splat(0), fours = i8x16.splat(0), eights = i8x16.splat(0);
  let sixteens = i16x8.splat(0);
  for (let group: usize = 0; group < groups; group++, a += GROUP_BYTES, b += GROUP_BYTES) {
    let x = v128.xor(v128.load(a), v128.load(b)), y = v128.xor(v128.load(a, 16), v128.load(b, 16));
    let half = v128.xor(ones, x); const twosA = carry(ones, x, half, y); ones = v128.xor(half, y);
    x = v128.xor(v128.load(a, 32), v128.load(b, 32)); y = v128.xor(v128.load(a, 48), v128.load(b, 48));
    half = v128.xor(ones, x); const twosB = carry(ones, x, half, y); ones = v128.xor(half, y);
    half = v128.xor(twos, twosA); const foursA = carry(twos, twosA, half, twosB); twos = v128.xor(half, twosB);
    x = v128.xor(v128.load(a, 64), v128.load(b, 64)); y = v128.xor(v128.load(a, 80), v128.load(b, 80));
    half = v128.xor(ones, x); const twosC = carry(ones, x, half, y); ones = v128.xor(half, y);
    x = v128.xor(v128.load(a, 96), v128.load(b, 96)); y = v128.xor(v128.load(a, 112), v128.load(b, 112));
    half = v128.xor(ones, x); const twosD = carry(ones, x, half, y); ones = v128.xor(half, y);
    half = v128.xor(twos, twosC); const foursB = carry(twos, twosC, half, twosD); twos = v128.xor(half, twosD);
    half = v128.xor(fours, foursA); const eightsA = carry(fours, foursA, half, foursB); fours = v128.xor(half, foursB);
    x = v128.xor(v128.load(a, 128), v128.load(b, 128)); y = v128.xor(v128.load(a, 144), v128.load(b, 144));
    half = v128.xor(ones, x); const twosE = carry(ones, x, half, y); ones = v128.xor(half, y);
    x = v128.xor(v128.load(a, 160), v128.load(b, 160)); y = v128.xor(v128.load(a, 176), v128.load(b, 176));
    half = v128.xor(ones, x); const twosF = carry(ones, x, half, y); ones = v128.xor(half, y);
    half = v128.xor(twos, twosE); const foursC = carry(twos, twosE, half, twosF); twos = v128.xor(half, twosF);
    x = v128.xor(v128.load(a, 192), v128.load(b, 192)); y = v128.xor(v128.load(a, 208), v128.load(b, 208));
    half = v128.xor(ones, x); const twosG = carry(ones, x, half, y); ones = v128.xor(half, y);
    x = v128.xor(v128.load(a, 224), v128.load(b, 224)); y = v128.xor(v128.load(a, 240), v128.load(b, 240));
    half = v128.xor(ones, x); const twosH = carry(ones, x, half, y); ones = v128.xor(half, y);
    half = v128.xor(twos, twosG); const foursD = carry(twos, twosG, half, twosH); twos = v128.xor(half, twosH);
    half = v128.xor(fours, foursC); const eightsB = carry(fours, foursC, half, foursD); fours = v128.xor(half, foursD);
    half = v128.xor(eights, eightsA); const sixteen = carry(eights, eightsA, half, eightsB); eights = v128.xor(half, eightsB);
    sixteens = i16x8.add(sixteens, i16x8.extadd_pairwise_i8x16_u(i8x16.popcnt(sixteen)));
  }
  const low = i8x16.add(i8x16.popcnt(ones), i8x16.shl(i8x16.popcnt(twos), 1));
  const high = i8x16.add(i8x16.shl(i8x16.popcnt(fours), 2), i8x16.shl(i8x16.popcnt(eights), 3));
  const rest = i32x4.add(widen(low), widen(high));
  return i32x4.add(i32x4.extadd_pairwise_i16x8_u(i16x8.shl(sixteens, 4)), rest);
}

/** The carry of a + b + c, bit by bit, where `half` is a ^ b. */
@inline
function carry(a: v128, b: v128, half: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(half, c));
}

@inline
function widen(counts: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts));
}

@inline
function total(sums: v128): u32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
