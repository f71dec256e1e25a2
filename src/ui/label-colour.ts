/** Different colours that labels have. */
export const COLOUR_COUNT = 10;

/** CSS colour of the label at `index` (0-based) in the collection's sorted labels; colours repeat after ten. */
export function labelColour(index: number): string {
  return `var(--label-${labelColourNumber(index)})`;
}

/** The number of that colour among the style sheet's. */
export function labelColourNumber(index: number): number {
  return (index % COLOUR_COUNT) + 1;
}
