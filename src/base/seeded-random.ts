/**
 * Numbers from 0 up to, not including, 1 that a seed determines, the same in every browser (mulberry32).
 *
 * @param seed A whole number; its lowest 32 bits count.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in an order drawn with `random` (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const drawn: Item[] = [];
  for (const [at, item] of items.entries()) {
    const place = Math.floor(random() * (at + 1));
    if (place < at) drawn[at] = drawn[place] as Item;
    drawn[place] = item;
  }
  return drawn;
}
