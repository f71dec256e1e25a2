import { ERROR_TEXTS, type ErrorCode } from '../../src/base/error-texts.ts';
import type { ErrorReport } from '../../src/base/errors.ts';
import type { TriedFile } from './try-files.ts';

export interface FileTally {
  tried: number;
  exact: number;
  within_2: number;
  wrong: number;
  /** Read, with nothing to compare the pixels with. */
  read: number;
  /** Left out by the intake, with a reason. */
  skipped: number;
  refused: number;
  /** The manifest has pixels, and the app refused or skipped the file, unless it is `by_choice`. */
  needless: number;
  /** The manifest has pixels of a kind that is refused on purpose: see BY_CHOICE. */
  by_choice: number;
  crashed: number;
  timed_out: number;
  /** Neither found nor skipped by the intake. */
  lost: number;
  /** A refusal without a sentence of its own. */
  unexplained: number;
}

export function emptyTally(): FileTally {
  return {
    tried: 0,
    exact: 0,
    within_2: 0,
    wrong: 0,
    read: 0,
    skipped: 0,
    refused: 0,
    needless: 0,
    by_choice: 0,
    crashed: 0,
    timed_out: 0,
    lost: 0,
    unexplained: 0,
  };
}

export function countFile(tally: FileTally, { outcome, isExpected, error }: TriedFile): void {
  tally.tried++;
  tally[outcome]++;
  if (isExpected && (outcome === 'refused' || outcome === 'skipped'))
    tally[isByChoice(error) ? 'by_choice' : 'needless']++;
  if (error && !isExplained(error)) tally.unexplained++;
}

/** Colours that hang on a printer's profile, which readers convert each in its own way; and what no writer has made for decades. */
const BY_CHOICE = /CMYK|old-style JPEG/;

export function isByChoice(error: ErrorReport | undefined): boolean {
  return error?.code === 'format-variant' && BY_CHOICE.test(error.detail);
}

/** Codes whose sentence tells nothing of the file unless a detail stands beside it. */
const GENERAL: ReadonlySet<ErrorCode> = new Set(['format-variant', 'slide-variant', 'image-broken', 'image-too-large']);

/** Whether a person learns what is the matter with this file. */
export function isExplained({ code, detail }: ErrorReport): boolean {
  if (!(code in ERROR_TEXTS) || code === 'unexpected' || /\[object|undefined|NaN/.test(detail)) return false;
  return !GENERAL.has(code) || detail.trim() !== '';
}
