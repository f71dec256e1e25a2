import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/seeded-random.ts';
import { type CaseQuery, caseFigures } from './case-evaluation.ts';

const LABELS = ['adenoma', 'carcinoma', 'normal'];

/** Cases on a line, their places drawn, which find one another by distance. */
function draw(seed: number, count: number): CaseQuery[] {
  const random = seededRandom(seed);
  const cases = Array.from({ length: count }, (_, at) => {
    const label = LABELS[Math.floor(random() * 3)] as string;
    return { name: `case ${at}`, label, place: LABELS.indexOf(label) + 2 * random() };
  });
  return cases.map(({ name, label, place }) => ({
    name,
    label,
    patches: 4,
    milliseconds: 1,
    hits: cases
      .filter((other) => other.name !== name)
      .map((other) => ({ name: other.name, label: other.label, distance: Math.abs(other.place - place) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 10),
  }));
}

/** The most frequent of the first, the nearest where none is ahead. */
function vote(labels: readonly string[]): string {
  const counted = LABELS.map((label) => labels.filter((each) => each === label).length);
  const most = Math.max(...counted);
  return counted.filter((count) => count === most).length === 1
    ? (LABELS[counted.indexOf(most)] as string)
    : (labels[0] as string);
}

describe('the figures of cases', () => {
  it.each([1, 2, 3])('are those of counting by hand (%i)', (seed) => {
    const queries = draw(seed, 30);
    const { figures, cases } = caseFigures(queries);
    const predictedBy = (n: number) => queries.map(({ hits }) => vote(hits.slice(0, n).map(({ label }) => label)));
    const accuracy = (predicted: readonly string[]) =>
      predicted.filter((label, at) => label === queries[at]?.label).length / queries.length;
    expect(figures.top1.value).toBeCloseTo(accuracy(predictedBy(1)), 12);
    expect(figures.mv3.value).toBeCloseTo(accuracy(predictedBy(3)), 12);
    expect(figures.mv5.value).toBeCloseTo(accuracy(predictedBy(5)), 12);
    const predicted = predictedBy(3);
    expect(cases.map((each) => each.predicted)).toEqual(predicted);
    const f1 = LABELS.map((label) => {
      const right = queries.filter((query, at) => query.label === label && predicted[at] === label).length;
      const wrong = queries.filter((query, at) => (query.label === label) !== (predicted[at] === label)).length;
      return (2 * right) / (2 * right + wrong);
    });
    expect(figures.macroF1.value).toBeCloseTo(f1.reduce((sum, each) => sum + each, 0) / 3, 12);
  });

  it('count a case that is the only one of its class as wrong', () => {
    const [first, ...others] = draw(4, 9).map((query) => ({ ...query, label: 'adenoma' }));
    const queries = [{ ...(first as CaseQuery), label: 'rare' }, ...others];
    const { figures } = caseFigures(
      queries.map((query) => ({
        ...query,
        hits: query.hits.map((hit) => ({ ...hit, label: hit.name === first?.name ? 'rare' : 'adenoma' })),
      })),
    );
    expect(figures.mv3.value).toBeLessThan(1);
  });
});
