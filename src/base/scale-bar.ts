export interface ScaleBar {
  /** Screen pixels. */
  readonly length: number;
  /** What that is on the slide: "200 µm", "2 mm", "1,000 px". */
  readonly text: string;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten that fits.
 * @param zoom Screen pixels that a pixel of level 0 takes.
 * @param room Screen pixels.
 */
export function scaleBarOf(zoom: number, micronsPerPixel: number | undefined, room: number): ScaleBar {
  const unitsAPixel = (micronsPerPixel ?? 1) / zoom;
  const units = roundDown(room * unitsAPixel);
  return { length: units / unitsAPixel, text: micronsPerPixel === undefined ? pixels(units) : metric(units) };
}

function roundDown(units: number): number {
  const power = 10 ** Math.floor(Math.log10(units));
  const step = [5, 2, 1].find((factor) => factor * power <= units) ?? 1;
  return step * power;
}

function metric(microns: number): string {
  if (microns >= 1000) return `${plain(microns / 1000)} mm`;
  return microns >= 1 ? `${plain(microns)} µm` : `${plain(microns * 1000)} nm`;
}

function pixels(count: number): string {
  return `${plain(count)} px`;
}

/** 0.2 times 10 is not always 2. */
function plain(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}
