import { describe, expect, it } from 'vitest';
import { gainOf, isWorthwhile, learnableLabels, obstacleTo, robustCheckOf, whoIsAhead } from './lens-check.ts';

/** So many patches of each label on each source: "a1 b2" is one of label a and source 1, and one of b and 2. */
function patches(words: string, times = 5) {
  return words
    .split(' ')
    .flatMap((word) => Array.from({ length: times }, () => ({ label: word.charAt(0), source: word.slice(1) })));
}

describe('obstacleTo', () => {
  it.each([
    ['one label', patches('a1 a2 a3'), 'few-labels'],
    ['a second label of four patches', [...patches('a1 a2 a3'), ...patches('b1', 4)], 'few-labels'],
    ['one source', patches('a1 b1'), 'few-sources'],
    ['two sources', patches('a1 b1 a2 b2'), 'few-sources'],
    ['three sources, one without a label that counts', [...patches('a1 b1 a2 b2'), ...patches('c3', 1)], 'few-sources'],
    ['labels that follow two slides', patches('a1 b2'), 'labels-follow-sources'],
    ['labels that follow the slide', patches('a1 b2 c3 a1 d4'), 'labels-follow-sources'],
    ['labels of which one alone is on two slides', patches('a1 a2 b3 c4'), 'labels-follow-sources'],
    ['two labels on more than one slide', patches('a1 a2 b3 b1'), undefined],
    ['no labels', patches('a1 b2 a3').map(({ source }) => ({ label: '', source })), 'few-labels'],
  ])('of %s', (_name, given, expected) => {
    expect(obstacleTo(given)).toBe(expected);
  });

  it('of 500 labels', () => {
    const many = Array.from({ length: 7500 }, (_, at) => ({ label: `${at % 500}`, source: at % 7 }));
    expect(obstacleTo(many)).toBe('many-labels');
  });
});

it('learns from labels with five patches or more', () => {
  expect([...learnableLabels(['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', '', '', '', '', ''])]).toEqual(['a']);
});

describe('the gain', () => {
  const pairs = (unit: string, first: string, second: string) =>
    [...first].map((each, at) => ({ unit, first: Number(each), second: Number(second.charAt(at)) }));

  it('is the mean over sources, whatever their sizes', () => {
    const gain = gainOf([...pairs('x', '1111', '0000'), ...pairs('y', '10', '11'), ...pairs('z', '1', '1')]);
    // +1, -0.5 and 0: the sample deviation is sqrt(7 / 12).
    expect(gain).toMatchObject({ queries: 7, sources: 3, up: 1, down: 1 });
    expect(gain?.mean).toBeCloseTo(1 / 6, 12);
    expect(gain?.standardError).toBeCloseTo(Math.sqrt(7 / 12 / 3), 12);
    expect(gain?.learned).toBeCloseTo(6 / 7, 12);
    expect(gain?.plain).toBeCloseTo(3 / 7, 12);
    expect(gainOf([])).toBeUndefined();
  });

  const won = { queries: 800, learned: 0.8, plain: 0.7, mean: 0.1, standardError: 0.02, sources: 10, up: 9, down: 1 };
  it.each([
    ['a plain win', won, true],
    ['no more than its standard error', { ...won, mean: 0.02 }, false],
    ['as many sources down as up', { ...won, up: 5, down: 5 }, false],
    ['a single source', { ...won, standardError: null }, false],
    ['no better than guessing', { ...won, learned: 0.25 }, false],
  ])('is worth having or not: %s', (_name, gain, expected) => {
    expect(isWorthwhile(gain, 0.23)).toBe(expected);
  });
});

describe('Robust beside plain and learned similarity', () => {
  /** Ten queries a source on six sources: how many of them each similarity is right about, source by source. */
  function searched(right: Record<'plain' | 'learned' | 'robust', readonly number[]>) {
    return right.plain.flatMap((_, unit) =>
      Array.from({ length: 10 }, (_, at) => {
        const isRight = (way: keyof typeof right) => Number(at < (right[way][unit] ?? 0));
        return { source: `${unit}`, plain: isRight('plain'), learned: isRight('learned'), robust: isRight('robust') };
      }),
    );
  }
  const plain = [5, 5, 5, 5, 5, 5];

  it('is compared with both on the same queries, source by source', () => {
    const check = robustCheckOf('tissue', searched({ plain, learned: [6, 6, 6, 6, 6, 6], robust: [7, 7, 4, 7, 7, 7] }));
    expect(check).toMatchObject({ name: 'tissue', queries: 60, right: 39 / 60 });
    expect(check?.overPlain).toMatchObject({ sources: 6, up: 5, down: 1 });
    expect(check?.overPlain.mean).toBeCloseTo(0.15, 12);
    expect(check?.overLearned).toMatchObject({ up: 5, down: 1 });
    expect(check?.overLearned.mean).toBeCloseTo(0.05, 12);
    expect(robustCheckOf('tissue', [])).toBeUndefined();
  });

  it.each([
    ['neither', [5, 6, 4, 5, 6, 4], [5, 4, 6, 5, 4, 6], false, 'none'],
    ['learned alone', [7, 7, 7, 7, 8, 7], [5, 4, 6, 5, 4, 6], true, 'learned'],
    ['Robust alone', [5, 6, 4, 5, 6, 4], [7, 7, 7, 7, 8, 7], false, 'robust'],
    ['both, and learned more', [9, 9, 9, 8, 9, 9], [7, 7, 7, 7, 8, 7], true, 'learned'],
    ['both, and Robust more', [7, 7, 7, 7, 8, 7], [9, 9, 9, 8, 9, 9], true, 'robust'],
    ['both alike', [7, 8, 7, 8, 7, 8], [8, 7, 8, 7, 8, 7], true, 'either'],
  ] as const)('says who is ahead: %s', (_name, learned, robust, learnedWins, expected) => {
    const check = robustCheckOf('tissue', searched({ plain, learned, robust }));
    expect(check && whoIsAhead(check, learnedWins)).toBe(expected);
  });
});
