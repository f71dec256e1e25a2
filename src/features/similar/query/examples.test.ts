import { describe, expect, it } from 'vitest';
import { MOST_ADDED, noExamples, withExample, withoutExample, withoutMissing } from './examples.ts';

describe('examples', () => {
  it('are on one side at a time, each once', () => {
    const liked = withExample(withExample(noExamples('/a'), 'likes', 3), 'likes', 3);
    expect(liked.likes).toEqual([3]);
    const unliked = withExample(withExample(liked, 'likes', 5), 'unlikes', 3);
    expect(unliked).toMatchObject({ likes: [5], unlikes: [3] });
    expect(withoutExample(unliked, 3)).toMatchObject({ likes: [5], unlikes: [] });
  });

  it('go with the patches that they are', () => {
    const examples = withExample(withExample(noExamples('/a'), 'likes', 3), 'unlikes', 1);
    expect(withoutMissing(examples, (id) => id < 3)).toMatchObject({ likes: [], unlikes: [1] });
    expect(withoutMissing(examples, (id) => id < 4)).toBe(examples);
  });

  it('are not more than a question takes', () => {
    let examples = noExamples('/a');
    for (let id = 0; id < 20; id++) examples = withExample(examples, id % 2 ? 'likes' : 'unlikes', id);
    expect(examples.likes.length + examples.unlikes.length).toBe(MOST_ADDED);
    const changed = withExample(examples, 'likes', 0);
    expect(changed.likes).toContain(0);
    expect(changed.unlikes).not.toContain(0);
  });
});
