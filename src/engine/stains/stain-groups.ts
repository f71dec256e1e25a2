/** Which images share one estimate of their stains, and what it is. Slides have one each (SlideRecord.stains). */
import { type NoStains, type Stains, unitVector } from '../../base/stains.ts';
import { concatenate } from '../../imaging/concatenate.ts';
import type { SourceRule, StainGroup } from '../../library/schema.ts';
import { patternOf } from '../../library/sources.ts';
import type { PatchReaderPool } from '../decoding/patch-reader-pool.ts';
import type { FoundFile } from '../intake/intake.ts';

/** The group of images that no pattern puts into another: one small image would have its content taken for its stain. */
const WHOLE_COLLECTION = '';

/** Images of a group that are looked at, evenly spaced, and pixels of each: a million pixels settle a percentile. */
const MOST_IMAGES = 64;
const PIXELS_AN_IMAGE = 16_384;

/**
 * Names the group of an image: the slide that the source rule's pattern finds in its path, the whole collection otherwise.
 * Folders are no groups here, since they mostly hold one kind of tissue, which would pass for its stain.
 */
export async function stainGrouper(rule: SourceRule): Promise<(path: string) => string> {
  const pattern = await patternOf(rule);
  return (path) => pattern?.firstIn(path) ?? WHOLE_COLLECTION;
}

/**
 * Adds to the groups that are known those that `files` belong to besides.
 * @throws AppError decoder-unreachable; the signal's reason when aborted. Files that cannot be read are passed over.
 */
export async function estimateGroups(
  files: readonly FoundFile[],
  rule: SourceRule,
  known: readonly StainGroup[],
  readers: Pick<PatchReaderPool, 'samplePixels' | 'estimateStains'>,
  signal: AbortSignal,
): Promise<readonly StainGroup[]> {
  const groupOf = await stainGrouper(rule);
  const groups = [...known];
  for (const [name, members] of groupBy(files, ({ path }) => groupOf(path))) {
    if (known.some((group) => group.name === name)) continue;
    const samples = await Promise.all(evenly(members, MOST_IMAGES).map((file) => sample(file, readers, signal)));
    signal.throwIfAborted();
    groups.push({ name, stains: await readers.estimateStains(concatenate(samples), signal) });
  }
  return groups;
}

/** The stains if there are any. */
export function toldStains(stains: Stains | NoStains | undefined): Stains | undefined {
  return typeof stains === 'object' ? stains : undefined;
}

/** What an image is normalised with that has too little tissue to estimate its own: the mean of all stains that were estimated. */
export function meanStains(all: readonly (Stains | NoStains)[]): Stains | undefined {
  const told = all.filter((stains) => typeof stains === 'object');
  if (told.length === 0) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const direction = (name: 'haematoxylin' | 'eosin') => {
    const channel = (at: 0 | 1 | 2) => mean(told.map((stains) => stains[name][at]));
    return unitVector([channel(0), channel(1), channel(2)]);
  };
  const maximum = (stain: 0 | 1) => mean(told.map(({ maxima }) => maxima[stain]));
  return { haematoxylin: direction('haematoxylin'), eosin: direction('eosin'), maxima: [maximum(0), maximum(1)] };
}

async function sample(
  file: FoundFile,
  readers: Pick<PatchReaderPool, 'samplePixels'>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    return await readers.samplePixels(await file.open(), PIXELS_AN_IMAGE, signal);
  } catch {
    // The run comes to this file too, and puts what is wrong with it into the report.
    return new Uint8Array(0);
  }
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

function evenly<T>(items: readonly T[], most: number): T[] {
  const taken = Math.min(items.length, most);
  return Array.from({ length: taken }, (_, at) => items[Math.floor((at * items.length) / taken)] as T);
}
