import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { Protocol } from '../../evaluation/protocol.ts';
import { scoresOf } from '../../evaluation/scores.ts';
import { answer } from '../../evaluation/test-answers.ts';
import { gapWords } from './gap.ts';

/** `right` of ten patches right, `byColour` of ten by colour. */
function evaluation(protocol: Protocol, right: number, byColour: number): Evaluation {
  const scores = (count: number) =>
    scoresOf(
      Array.from({ length: 10 }, (_, at) =>
        answer(0, at % 2 ? 'a' : 'b', at < count === (at % 2 === 1) ? 'aaa' : 'bbb'),
      ),
      3,
    );
  return { protocol, scores: scores(right), colour: scores(byColour) } as Evaluation;
}

const FOLDS: Protocol = { kind: 'folds', k: 5, seed: 1 };
const LEAVE_OUT: Protocol = { kind: 'leave-out', pattern: 'HE' };

describe('gapWords', () => {
  it('puts the two protocols side by side, whichever came last', () => {
    const near = evaluation(FOLDS, 9, 5);
    const far = evaluation(LEAVE_OUT, 7, 5);
    expect(gapWords(near, [far])).toEqual(gapWords(far, [near]));
    expect(gapWords(near, [far])[0]).toContain('20.0 points');
  });

  it('does not speak of a loss where there is none', () => {
    expect(gapWords(evaluation(FOLDS, 7, 5), [evaluation(LEAVE_OUT, 8, 5)])[0]).toContain('can be believed');
  });

  it('says what one protocol leaves open', () => {
    expect(gapWords(evaluation(FOLDS, 9, 5), [])[0]).toContain('Leave one slide out');
    expect(gapWords(evaluation(LEAVE_OUT, 9, 5), [])[0]).toContain('new slide');
    expect(gapWords(evaluation({ kind: 'split', train: 'a', test: 'b' }, 9, 5), [])[0]).toContain('folders');
  });

  it('warns where colour does as well', () => {
    expect(gapWords(evaluation(FOLDS, 9, 9), [])[1]).toContain('90.0 %');
    expect(gapWords(evaluation(FOLDS, 9, 5), [])).toHaveLength(1);
  });
});
