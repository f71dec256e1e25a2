/** How a confusion matrix is drawn, on the page and in reports. */
import { cividis, cividisBytes, inkOn } from './cividis.ts';

/**
 * The colours of a share from 0 to 1, as CSS for either ground: little is close to the ground, all is far from it, so that
 * what is frequent stands out on both.
 */
export function shareColours(share: number): { readonly background: string; readonly color: string } {
  return {
    background: `light-dark(${onLight(share)}, ${cividis(share)})`,
    color: `light-dark(${inkOn(1 - share)}, ${inkOn(share)})`,
  };
}

/** On a light ground the scale runs the other way, and its bright end is thinned, where the ink is black. */
function onLight(share: number): string {
  const opacity = Math.min(1, THINNEST + ((1 - THINNEST) * share) / THINNED_TO);
  const [red = 0, green = 0, blue = 0] = cividisBytes(1 - share).map((value) => {
    return Math.round(255 - opacity * (255 - value));
  });
  return `rgb(${red} ${green} ${blue})`;
}

/** How much of the colour is left at a share of 0, and from which share on all of it. */
const THINNEST = 0.4;
const THINNED_TO = 0.4;

/** The side of a cell in CSS pixels: large where labels are few, and always wide enough for the largest count. */
export function cellSide(labels: number, digits: number): number {
  const comfortable = labels <= 12 ? 46 : labels <= 30 ? 32 : 22;
  return Math.max(comfortable, Math.ceil(digits * LEAST_DIGIT + 4));
}

/** Width of a digit at the smallest size that can be read, in CSS pixels. */
const LEAST_DIGIT = 6;

/** Digits of the largest of some counts. */
export function digitsOf(counts: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const row of counts) for (const count of row) largest = Math.max(largest, count);
  return String(largest).length;
}
