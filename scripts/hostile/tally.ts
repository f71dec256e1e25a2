import type { Report } from '../../src/imaging/testing/killable-decoder.ts';

export interface Tally {
  tried: number;
  /** Gave an image. */
  indexed: number;
  /** Refused with a reason that a person can read. */
  refused: number;
  timed_out: number;
  /** The process died, or the decoder did not know what had happened. */
  crashed: number;
  /** Gave something that is no image of the size it claims, and said nothing. */
  silent: number;
}

export function emptyTally(): Tally {
  return { tried: 0, indexed: 0, refused: 0, timed_out: 0, crashed: 0, silent: 0 };
}

export function count(tally: Tally, { outcome }: Pick<Report, 'outcome'>): void {
  tally.tried++;
  tally[kindOf(outcome)]++;
}

function kindOf(outcome: string): Exclude<keyof Tally, 'tried'> {
  switch (outcome) {
    case 'image':
      return 'indexed';
    case 'timeout':
      return 'timed_out';
    case 'crash':
    case 'unexpected':
      return 'crashed';
    case 'wrong size':
      return 'silent';
    default:
      return 'refused';
  }
}
