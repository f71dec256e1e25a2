import { describe, expect, it } from 'vitest';
import { initialForm, problemsOf, toChoices } from './choices.ts';

const FORM = initialForm({ kind: 'file' });

describe('the form', () => {
  it("begins with the paper's protocol, and what the collection knows of its slides", () => {
    expect(toChoices(FORM)).toEqual({
      protocol: { kind: 'folds', k: 5, seed: 1 },
      voters: 3,
      withoutDuplicates: false,
    });
    expect(initialForm({ kind: 'pattern', pattern: 'HE-\\d+' }).pattern).toBe('HE-\\d+');
    const folder = new RegExp(initialForm({ kind: 'folder' }).pattern);
    expect(folder.exec('tumour/slide 1/a.png')?.[0]).toBe('tumour/slide 1/');
  });

  it('gives each protocol its own fields', () => {
    const filled = { ...FORM, pattern: 'HE', train: ' a ', test: 'b' };
    expect(toChoices({ ...filled, kind: 'leave-out' }).protocol).toEqual({ kind: 'leave-out', pattern: 'HE' });
    expect(toChoices({ ...filled, kind: 'split' }).protocol).toEqual({ kind: 'split', train: 'a', test: 'b' });
  });

  it.each([
    [{ seed: 'one' }, ['seed']],
    [{ kind: 'leave-out', pattern: '' }, ['pattern']],
    [{ kind: 'leave-out', pattern: '(' }, ['pattern']],
    [{ kind: 'split', train: ' ', test: '' }, ['train', 'test']],
    [{ kind: 'split', seed: 'one', pattern: '(' }, []],
  ] as const)('says what is wrong with %j', (part, fields) => {
    expect(Object.keys(problemsOf({ ...FORM, ...part }))).toEqual(fields);
  });
});
