/** Sets of patch ids, one bit an id: bit `id % 32` of word `id / 32`. Ids beyond the last word are not in the set. */
export type BitSet = Uint32Array;

/** Words that a set of ids below `size` takes. */
export function wordsFor(size: number): number {
  return Math.ceil(size / 32);
}

/** A set that has room for ids below `size` and holds all of them or none. */
export function bitSetOf(size: number, value: boolean): BitSet {
  const words = new Uint32Array(wordsFor(size));
  return value ? words.fill(0xffffffff) : words;
}

export function has(set: BitSet, id: number): boolean {
  return (((set[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
}

export function add(set: BitSet, id: number): void {
  const word = id >>> 5;
  if (word < set.length) set[word] = (set[word] ?? 0) | (1 << (id & 31));
}

export function remove(set: BitSet, id: number): void {
  const word = id >>> 5;
  if (word < set.length) set[word] = (set[word] ?? 0) & ~(1 << (id & 31));
}

/** Writes the bits of `count` ids from `first` on to the beginning of `target`, lowest bit first. */
export function copyBits(set: BitSet, first: number, count: number, target: Uint32Array): void {
  const shift = first & 31;
  let word = first >>> 5;
  for (let at = 0; at < Math.ceil(count / 32); at++, word++) {
    const low = (set[word] ?? 0) >>> shift;
    target[at] = shift === 0 ? low : low | ((set[word + 1] ?? 0) << (32 - shift));
  }
}

/** How many ids below `size` are in the set. */
export function count(set: BitSet, size: number): number {
  let sum = 0;
  for (let word = 0; word < size >>> 5; word++) sum += bitsSet(set[word] ?? 0);
  const rest = size & 31;
  return rest === 0 ? sum : sum + bitsSet((set[size >>> 5] ?? 0) & ((1 << rest) - 1));
}

/** Of a 32-bit number, by adding ever wider fields. */
function bitsSet(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
