import type { SlideInfo, TissueMask } from '../../base/slide.ts';
import { cutOf, gridOf, withResolution } from '../../engine/slides/cut.ts';
import type { CutRule } from '../../library/schema.ts';
import { formatCount, formatNumber, formatPercent } from '../../ui/format.ts';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** "2,220 × 2,967 px · 1.11 × 1.48 mm · 2 levels · 0.499 µm/px (20x) · JPEG". */
export function describeSlide({
  levels,
  micronsPerPixel,
  compression,
  bitsByRange,
  onlyPart,
  channels,
}: SlideInfo): string {
  const [{ width, height }] = levels;
  const parts = [`${formatNumber(width)} × ${formatNumber(height)} px`];
  if (micronsPerPixel !== undefined) {
    parts.push(`${formatMillimetres(width * micronsPerPixel)} × ${formatMillimetres(height * micronsPerPixel)} mm`);
  }
  parts.push(formatCount(levels.length, 'level'));
  if (micronsPerPixel !== undefined) parts.push(formatResolution(micronsPerPixel));
  if (bitsByRange !== undefined) parts.push(`${bitsByRange} of 16 bits in use, by the range of its pixels`);
  if (channels) parts.push(channelsInWords(channels));
  if (onlyPart !== undefined) parts.push(`only ${onlyPart} is read`);
  return [...parts, compression].join(' · ');
}

/** "channel 2 of 4 (FITC)", or "4 channels in their colours". */
function channelsInWords({ names, shown }: NonNullable<SlideInfo['channels']>): string {
  if (shown === 'composite') return `${names.length} channels in their colours`;
  const name = names[shown];
  return `only channel ${shown + 1} of ${names.length}${name ? ` (${name})` : ''} is read`;
}

/** Objectives that slides are scanned with; 40x is about 0.25 µm/px. */
const MAGNIFICATIONS = [80, 60, 40, 20, 10, 5, 2.5, 1.25];
const MICRONS_AT_1X = 10;

/** 0.499 gives "0.499 µm/px (20x)"; what no objective gives has no magnification. */
export function formatResolution(micronsPerPixel: number): string {
  const magnification = MICRONS_AT_1X / micronsPerPixel;
  const usual = MAGNIFICATIONS.find((each) => Math.abs(magnification / each - 1) < 0.15);
  return `${digits.format(micronsPerPixel)} µm/px${usual === undefined ? '' : ` (${usual}x)`}`;
}

/** Why a slide's resolution is not known. */
export function resolutionMissing({ doubted, guessed }: SlideInfo): string {
  if (doubted?.reason === 'no-microscope') {
    return `${formatResolution(doubted.micronsPerPixel)} recorded, which no light microscope has: resolution not known`;
  }
  if (doubted?.reason === 'not-square') {
    const { micronsPerPixel, down = micronsPerPixel } = doubted;
    return `pixels recorded as ${formatMicrons(micronsPerPixel)} wide and ${formatMicrons(down)} high: resolution not known`;
  }
  const guess = guessed === undefined ? '' : `, probably ${formatResolution(guessed)}`;
  return `resolution not recorded${guess}`;
}

/** How a collection's slides are tiled, in a sentence. */
export function cutInWords({ patchSize, micronsPerPixel, leastTissue }: CutRule): string {
  const resolution = micronsPerPixel === undefined ? 'in their own pixels' : `at ${formatResolution(micronsPerPixel)}`;
  const tissue = `minimum tissue ${formatPercent(leastTissue)}`;
  return `Tiled like the slides already there: patches of ${patchSize} px ${resolution}, ${tissue}.`;
}

/** What of a slide is not taken for tissue, and why. */
export function leftOutInWords({ by, ink }: TissueMask): string {
  const told = {
    colour: 'Pale areas are left out.',
    darkness: 'This slide is in greys: tissue is what is darker than the background.',
    brightness: 'This slide is bright on black, as in fluorescence: tissue is what is brighter than the background.',
  }[by];
  return ink ? `${told} Pen marks are left out, too, and shown in orange.` : told;
}

/** What is left out of a slide at its right and bottom edge, where no whole patch fits; empty when nothing is. */
export function leftOverInWords(info: SlideInfo, rule: CutRule): string {
  const resolved = withResolution(info, rule);
  const { columns, rows, side } = gridOf(resolved, cutOf(resolved, rule));
  const [{ width, height }] = info.levels;
  const edges = [
    [width - columns * side, 'at the right'],
    [height - rows * side, 'at the bottom'],
  ] as const;
  const words = edges.flatMap(([pixels, where]) => (pixels > 0 ? [`${formatLength(pixels, resolved)} ${where}`] : []));
  return words.length > 0
    ? `Only whole patches are indexed: ${words.join(' and ')} ${words.length > 1 ? 'are' : 'is'} left out.`
    : '';
}

function formatLength(pixels: number, { micronsPerPixel }: SlideInfo): string {
  return micronsPerPixel === undefined ? `${formatNumber(pixels)} px` : formatMicrons(pixels * micronsPerPixel);
}

/** 127.744 gives "128 µm". */
export function formatMicrons(microns: number): string {
  return `${digits.format(microns)} µm`;
}

function formatMillimetres(microns: number): string {
  return digits.format(microns / 1000);
}

/** "2 labels, 1 macro image": what of these slides is never read; empty when there is nothing of the kind. */
export function countPassedOver(infos: readonly SlideInfo[]): string {
  const passedOver = infos.flatMap((info) => info.passedOver);
  const count = (kind: string) => passedOver.filter((each) => each === kind).length;
  const words = [
    [count('label'), 'label'],
    [count('macro'), 'macro image'],
    [count('thumbnail'), 'thumbnail'],
  ] as const;
  return words.flatMap(([number, word]) => (number > 0 ? [formatCount(number, word)] : [])).join(', ');
}
