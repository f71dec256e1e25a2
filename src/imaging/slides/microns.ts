/** Micrometres of a pixel, from what makers write, and whether the figure can be true. */
import type { Resolution } from '../../base/slide.ts';

/** What light microscopes and slide scanners give, in µm/px. */
const LEAST_MICRONS = 0.05;
const MOST_MICRONS = 20;
/** Pixels are square but for rounding: most that the sides may differ. */
const MOST_ELONGATION = 0.05;

/** An objective of 1x gives about so many µm/px: 20x gives 0.5. */
export const MICRONS_AT_1X = 10;

/** By the unit without dots, in lower case. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', 1e6],
  ['dm', 1e5],
  ['cm', 1e4],
  ['centimeter', 1e4],
  ['mm', 1e3],
  ['millimeter', 1e3],
  ['µm', 1],
  ['um', 1],
  ['u', 1],
  ['µ', 1],
  ['micron', 1],
  ['microns', 1],
  ['micrometer', 1],
  ['micrometers', 1],
  ['micrometre', 1],
  ['nm', 1e-3],
  ['nanometer', 1e-3],
  ['pm', 1e-6],
  ['å', 1e-4],
  ['angstrom', 1e-4],
  ['in', 25_400],
  ['inch', 25_400],
]);

/** Micrometres of a unit in any spelling; undefined for one of no length, such as "pixel". */
export function micronsOfUnit(unit: string): number | undefined {
  const spelled = unit
    .trim()
    // ImageJ escapes what is not ASCII.
    .replace(/\\u00b5/i, 'µ')
    // The Greek letter, and the micro sign read in the wrong encoding.
    .replace(/^(?:\u03bc|\u03bb|\u00c2\u00b5|\ufffd)/, 'µ')
    .replace('\u212b', 'å')
    .toLowerCase()
    .replace('\u03bc', 'µ')
    .replace(/metres?$/, 'meter')
    .replace(/meters$/, 'meter')
    .replaceAll('.', '');
  return UNITS.get(spelled);
}

/** A number with a decimal point or a decimal comma; NaN for anything else. */
export function parseDecimal(text: string): number {
  const trimmed = text.trim();
  return /^[-+]?[\d.]*,\d+$/.test(trimmed) && !trimmed.includes('.')
    ? Number(trimmed.replace(',', '.'))
    : Number(trimmed);
}

/**
 * The resolution that a file records.
 * @param across µm/px; 0, negative and NaN stand for none, as for `down`, which is `across` where a file has one figure.
 */
export function recordedResolution(across: number | undefined, down = across): Resolution {
  const [x, y] = [across, down].map((value) => (value !== undefined && value > 0 && value < 1e9 ? value : undefined));
  const one = x ?? y;
  if (one === undefined) return {};
  if (x !== undefined && y !== undefined && Math.abs(x - y) > MOST_ELONGATION * Math.max(x, y)) {
    return { doubted: { reason: 'not-square', micronsPerPixel: x, down: y } };
  }
  if (one < LEAST_MICRONS || one > MOST_MICRONS) return { doubted: { reason: 'no-microscope', micronsPerPixel: one } };
  return { micronsPerPixel: one };
}

/** What an objective's magnification, recorded without a resolution, lets a person guess. */
export function guessedResolution(magnification: number | undefined): Resolution {
  const guess = magnification && magnification > 0 ? MICRONS_AT_1X / magnification : undefined;
  return guess !== undefined && guess >= LEAST_MICRONS && guess <= MOST_MICRONS ? { guessed: guess } : {};
}

/** The recorded resolution, and the guess beside it where that is not believed or absent. */
export function resolutionWith(recorded: Resolution, magnification: number | undefined): Resolution {
  return recorded.micronsPerPixel === undefined ? { ...recorded, ...guessedResolution(magnification) } : recorded;
}
