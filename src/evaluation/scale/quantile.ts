/** Order statistics of a sample, which is ascending. */

/**
 * The value below which a share `q` (0 to 1) of the sample lies, linear between its members (Hyndman and Fan's type 7).
 * @param sample Not empty.
 */
export function quantile(sample: ArrayLike<number>, q: number): number {
  const place = q * (sample.length - 1);
  const below = Math.floor(place);
  const value = sample[below] as number;
  return value + (place - below) * ((sample[Math.min(below + 1, sample.length - 1)] as number) - value);
}

/** How many members are smaller than `value`. */
export function countBelow(sample: ArrayLike<number>, value: number): number {
  return firstPlace(sample, (member) => member >= value);
}

/** How many members are larger than `value`. */
export function countAbove(sample: ArrayLike<number>, value: number): number {
  return sample.length - firstPlace(sample, (member) => member > value);
}

/** Where the first member stands for which a condition holds that holds for all behind it. */
function firstPlace(sample: ArrayLike<number>, holds: (member: number) => boolean): number {
  let least = 0;
  let most = sample.length;
  while (least < most) {
    const middle = (least + most) >> 1;
    if (holds(sample[middle] as number)) most = middle;
    else least = middle + 1;
  }
  return least;
}
