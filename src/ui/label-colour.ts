const COLOURS = 10;

/** CSS colour of the label at `index` (0-based) in the collection's sorted labels; colours repeat after ten. */
export function labelColour(index: number): string {
  return `var(--label-${(index % COLOURS) + 1})`;
}
