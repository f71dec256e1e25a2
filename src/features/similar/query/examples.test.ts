import { describe, expect, it } from 'vitest';
import { MOST_ADDED, noExamples, withExample, withoutExample, withoutMissing } from './examples.ts';

describe('examples', () => {
  it('are on one side at a time, each once', () => {
    const oneMore = withExample(withExample(noExamples('/a'), 'positives', 3), 'positives', 3);
    expect(oneMore.positives).toEqual([3]);
    const oneLess = withExample(withExample(oneMore, 'positives', 5), 'negatives', 3);
    expect(oneLess).toMatchObject({ positives: [5], negatives: [3] });
    expect(withoutExample(oneLess, 3)).toMatchObject({ positives: [5], negatives: [] });
  });

  it('go with the patches that they are', () => {
    const examples = withExample(withExample(noExamples('/a'), 'positives', 3), 'negatives', 1);
    expect(withoutMissing(examples, (id) => id < 3)).toMatchObject({ positives: [], negatives: [1] });
    expect(withoutMissing(examples, (id) => id < 4)).toBe(examples);
  });

  it('are not more than a question takes', () => {
    let examples = noExamples('/a');
    for (let id = 0; id < 20; id++) examples = withExample(examples, id % 2 ? 'positives' : 'negatives', id);
    expect(examples.positives.length + examples.negatives.length).toBe(MOST_ADDED);
    const changed = withExample(examples, 'positives', 0);
    expect(changed.positives).toContain(0);
    expect(changed.negatives).not.toContain(0);
  });
});
