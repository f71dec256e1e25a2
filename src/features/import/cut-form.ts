import type { CutRule } from '../../library/schema.ts';

/** How slides are to be tiled, as a person has it so far. */
export interface CutForm {
  /** Pixels, as written; undefined follows the profile, which then needs no resizing. */
  readonly patchSize: string | undefined;
  readonly resolution: Resolution;
  /** Of a patch, 0 to 1. */
  readonly leastTissue: number;
  /** Microns per pixel of slides that do not record theirs, as written; empty leaves them to be tiled in their own pixels. */
  readonly assumed: string;
}

/** Microns per pixel that patches are cut at, or the pixels of each slide's finest level. */
export type Resolution = '0.25' | '0.5' | '1' | '2' | '4' | 'finest';

export const RESOLUTIONS: readonly { value: Resolution; label: string; note: string }[] = [
  { value: '0.25', label: '0.25 µm/px', note: '40x' },
  { value: '0.5', label: '0.5 µm/px', note: '20x' },
  { value: '1', label: '1 µm/px', note: '10x' },
  { value: '2', label: '2 µm/px', note: '5x' },
  { value: '4', label: '4 µm/px', note: '2.5x' },
  { value: 'finest', label: 'Each slide’s own pixels', note: '' },
];

export const FIRST_CUT: CutForm = { patchSize: undefined, resolution: '0.5', leastTissue: 0.25, assumed: '' };

/** Pixels. Smaller patches show no texture; larger ones are whole images. */
const PATCH_SIZES = { least: 32, most: 4096 };

/** What keeps a patch size from being used, in words. */
export function patchSizeProblem(patchSize: string): string | undefined {
  const { least, most } = PATCH_SIZES;
  const isUsable = /^\d+$/.test(patchSize) && Number(patchSize) >= least && Number(patchSize) <= most;
  return isUsable ? undefined : `Enter a whole number from ${least} to ${most}.`;
}

/** What keeps a resolution from being used, in words; leaving it empty is no problem. */
export function assumedProblem(assumed: string): string | undefined {
  const value = Number(assumed);
  return assumed === '' || (value >= 0.05 && value <= 50) ? undefined : 'Enter a number from 0.05 to 50, such as 0.25.';
}

/** @param profileSize Pixels. @returns Undefined while something that is written cannot be used. */
export function cutRuleOf(form: CutForm, profileSize: number): CutRule | undefined {
  const patchSize = form.patchSize ?? String(profileSize);
  if (patchSizeProblem(patchSize) !== undefined || assumedProblem(form.assumed) !== undefined) return undefined;
  return {
    patchSize: Number(patchSize),
    micronsPerPixel: form.resolution === 'finest' ? undefined : Number(form.resolution),
    leastTissue: form.leastTissue,
    assumedMicronsPerPixel: form.assumed === '' ? undefined : Number(form.assumed),
  };
}
