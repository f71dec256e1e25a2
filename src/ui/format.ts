/** Numbers as people read them. Every number on the page has its unit; these put it there. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** 1204 gives "1,204". */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** "1 image", "1,204 images"; `many` for nouns that do not just take an s. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** How far something has come that is not whole: "240 of 600 patches". */
export function formatStored(patches: number, total: number): string {
  return `${formatNumber(patches)} of ${formatCount(total, 'patch', 'patches')}`;
}

/** Decimal units, as disks are sold and browsers report quotas: 1_284_000 gives "1.3 MB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? oneDigit.format(value) : whole.format(value)} ${units[unit]}`;
}

/** Rough on purpose: "less than 1 s", "42 s", "1 min 20 s" below ten minutes, then "25 min", "3 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'less than 1 s';
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 600) return pair(Math.round(seconds / 10) * 10, 60, 'min', 's');
  if (seconds < 3570) return `${Math.round(seconds / 60)} min`;
  if (seconds < 24 * 3600) return pair(Math.round(seconds / 600) * 10, 60, 'h', 'min');
  return pair(Math.round(seconds / 3600), 24, 'd', 'h');
}

function pair(small: number, perLarge: number, largeUnit: string, smallUnit: string): string {
  const large = Math.floor(small / perLarge);
  const rest = small % perLarge;
  return rest === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${rest} ${smallUnit}`;
}

/** Differing bits: whole for one query, with a digit for the mean over several. 1204 gives "1204", 1204.33 gives "1204.3". */
export function formatDistance(bits: number): string {
  return Number.isInteger(bits) ? String(bits) : bits.toFixed(1);
}

/** `share` from 0 to 1, 0.883 gives "88 %". What is not the whole never reads "100 %": 0.9996 gives "99.9 %". */
export function formatPercent(share: number, digits = 0): string {
  const percent = (share * 100).toFixed(digits);
  return share < 1 && Number(percent) >= 100 ? '99.9 %' : `${percent} %`;
}

/** 6.08 gives "6.1 patches/s"; 128 gives "128 patches/s". */
export function formatSpeed(patchesPerSecond: number): string {
  const shown = patchesPerSecond < 9.95 ? oneDigit.format(patchesPerSecond) : whole.format(patchesPerSecond);
  return `${shown} patches/s`;
}

/** Milliseconds since 1970 as "4 Mar 2025" (day, month, year of the person's time zone). */
export function formatDate(milliseconds: number): string {
  return date.format(milliseconds);
}

/** A place on a slide, from its upper left corner: "2.31, 0.87 mm", or "x 9,240, y 3,480 px" where only pixels are known. */
export function formatPlace({ x, y }: { x: number; y: number }, micronsPerPixel: number | undefined): string {
  if (micronsPerPixel === undefined) return `x ${formatNumber(x)}, y ${formatNumber(y)} px`;
  const [across, down] = [x, y].map((pixels) => ((pixels * micronsPerPixel) / 1000).toFixed(2));
  return `${across}, ${down} mm`;
}

/** The sides of an area of a slide: "128 × 64 µm", "1.2 × 0.4 mm", "512 × 256 px". */
export function formatSides(
  { width, height }: { width: number; height: number },
  micronsPerPixel: number | undefined,
): string {
  if (micronsPerPixel === undefined) return `${formatNumber(width)} × ${formatNumber(height)} px`;
  const sides = [width * micronsPerPixel, height * micronsPerPixel];
  if (Math.max(...sides) < 1000) return `${sides.map(formatNumber).join(' × ')} µm`;
  return `${sides.map((microns) => oneDigit.format(microns / 1000)).join(' × ')} mm`;
}

/** What encodes: "WebGPU: Apple M2", "WASM, 2 threads". */
export function formatDevice(device: { readonly engine: 'webgpu' | 'wasm'; readonly name: string }): string {
  return device.engine === 'webgpu' ? `WebGPU: ${device.name}` : device.name;
}
