/** Micrometres that a screen pixel spans at 1×: what a 40× objective shows is scanned at 0.25 µm a pixel. */
const MICRONS_AT_1X = 10;

const POWERS = [1, 2, 5, 10, 20, 40];

/** Pixels of level 0 a screen pixel, for slides that do not know their resolution. */
const REDUCTIONS = [32, 16, 8, 4, 2, 1];

/** A zoom that has a name. */
export interface Magnification {
  /** "20×", or "1:4" where only pixels are known. */
  readonly label: string;
  /** The same in plain words. */
  readonly words: string;
  /** Screen pixels that a pixel of level 0 takes. */
  readonly zoom: number;
}

/** The magnifications that a slide is offered at, lowest first. */
export function magnificationsOf(micronsPerPixel: number | undefined): readonly Magnification[] {
  if (micronsPerPixel === undefined) {
    return REDUCTIONS.map((pixels) => ({
      label: `1:${pixels}`,
      words: pixels === 1 ? 'One pixel of the slide a screen pixel' : `${pixels} pixels of the slide a screen pixel`,
      zoom: 1 / pixels,
    }));
  }
  return POWERS.map((power) => ({
    label: `${power}×`,
    words: `${power}×, ${shortNumber(MICRONS_AT_1X / power)} µm a screen pixel`,
    zoom: (power * micronsPerPixel) / MICRONS_AT_1X,
  }));
}

/** What `zoom` (screen pixels a pixel of level 0) is called: "12.5×", or "1:3.2" and "2:1" where only pixels are known. */
export function magnificationAt(zoom: number, micronsPerPixel: number | undefined): string {
  if (micronsPerPixel !== undefined) return `${shortNumber((zoom * MICRONS_AT_1X) / micronsPerPixel)}×`;
  return zoom > 1 ? `${shortNumber(zoom)}:1` : `1:${shortNumber(1 / zoom)}`;
}

/** Two digits that count: 0.26, 3.2, 12.5 gives 13. */
function shortNumber(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
