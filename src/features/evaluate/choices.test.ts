import { describe, expect, it } from 'vitest';
import { ALL_LAYERS } from '../../barcode/profile.ts';
import { loadPatterns } from '../../base/patterns.ts';
import { initialForm, nothingToDo, problemsOf, toChoices, toggleLayer, toProtocol } from './choices.ts';
import { divide } from './division.ts';

await loadPatterns();

const profile = { layers: ALL_LAYERS };
const FORM = initialForm({ sourceRule: { kind: 'file' }, profile }, []);
const SAMPLES = [
  { path: 'train/HE-1/a.png', label: 'fat' },
  { path: 'train/HE-2/b.png', label: 'fat' },
  { path: 'other/HE-2/c.png', label: 'tumour' },
];

describe('the form', () => {
  it("begins with the paper's protocol, and what the collection knows of its slides", () => {
    expect(toChoices(FORM)).toEqual({
      protocol: { kind: 'folds', k: 5, seed: 1 },
      layers: [1, 2, 3, 4, 5],
      voters: 3,
      withoutDuplicates: false,
      withLens: false,
    });
    expect(initialForm({ sourceRule: { kind: 'pattern', pattern: 'HE-\\d+' }, profile }, []).pattern).toBe('HE-\\d+');
    const folder = new RegExp(initialForm({ sourceRule: { kind: 'folder' }, profile }, []).pattern);
    expect(folder.exec('tumour/slide 1/a.png')?.[0]).toBe('tumour/slide 1/');
  });

  it('leads with leaving a source out as soon as there are several', () => {
    const kindFor = (pattern: string) =>
      initialForm({ sourceRule: { kind: 'pattern', pattern }, profile }, SAMPLES).kind;
    expect([kindFor('HE-\\d'), kindFor('HE'), kindFor('('), FORM.kind]).toEqual([
      'leave-out',
      'folds',
      'folds',
      'folds',
    ]);
  });

  /** The button once worked for these, and the run came back with an error. */
  it.each([
    [{ kind: 'split', train: 'train', test: 'test' }, /^No images match these training and test folders\.$/],
    [{ kind: 'split', train: 'no', test: 'other' }, /^No images match/],
    [{ kind: 'leave-out', pattern: 'HE' }, /one source/],
    [{ kind: 'split', train: 'train', test: 'other' }, undefined],
    [{ kind: 'leave-out', pattern: 'HE-\\d' }, undefined],
    [{ kind: 'folds' }, undefined],
    [{ kind: 'leave-out', pattern: '(' }, undefined],
  ] as const)('says where %j finds nothing to do', async (part, expected) => {
    const form = { ...FORM, ...part };
    const isComplete = Object.keys(problemsOf(form)).length === 0;
    const division = isComplete ? await divide(SAMPLES, toProtocol(form), new AbortController().signal) : undefined;
    const words = nothingToDo(form, division);
    if (expected) expect(words).toMatch(expected);
    else expect(words).toBeUndefined();
  });

  it('takes the slides that patches were cut from', () => {
    const cutRule = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0.25, assumedMicronsPerPixel: undefined };
    const slide = new RegExp(initialForm({ sourceRule: { kind: 'file' }, cutRule, profile }, []).pattern);
    expect(slide.exec('cases/a.svs#256,512')?.[0]).toBe('cases/a.svs');
  });

  it('gives each protocol its own fields', () => {
    const filled = { ...FORM, pattern: 'HE', train: ' a ', test: 'b' };
    expect(toChoices({ ...filled, kind: 'leave-out' }).protocol).toEqual({ kind: 'leave-out', pattern: 'HE' });
    expect(toChoices({ ...filled, kind: 'split' }).protocol).toEqual({ kind: 'split', train: 'a', test: 'b' });
  });

  it('hands on what names the sources, whatever the protocol, once it can be used', () => {
    const sourcePattern = (pattern: string) => toChoices({ ...FORM, pattern }).sourcePattern;
    expect([sourcePattern('HE'), sourcePattern(''), sourcePattern('(')]).toEqual(['HE', undefined, undefined]);
  });

  it('draws queries with its seed when it is to, by any protocol', () => {
    expect(toChoices(FORM).draw).toBeUndefined();
    const drawn = toChoices({ ...FORM, kind: 'leave-out', pattern: 'HE', seed: '7', draws: true });
    expect(drawn.draw).toEqual({ queries: 5_000, seed: 7 });
  });

  it('puts layers in and takes them out, and never leaves none', () => {
    expect(toggleLayer([2, 5], 3)).toEqual([2, 3, 5]);
    expect(toggleLayer([2, 3, 5], 3)).toEqual([2, 5]);
    expect(toggleLayer([5], 5)).toEqual([5]);
  });

  it.each([
    [{ seed: 'one' }, ['seed']],
    [{ kind: 'leave-out', pattern: '' }, ['pattern']],
    [{ kind: 'leave-out', pattern: '(' }, ['pattern']],
    [{ kind: 'split', train: ' ', test: '' }, ['train', 'test']],
    [{ kind: 'split', seed: 'one', pattern: '(' }, []],
    [{ kind: 'split', seed: 'one', draws: true }, ['seed']],
  ] as const)('says what is wrong with %j', (part, fields) => {
    expect(Object.keys(problemsOf({ ...FORM, ...part }))).toEqual(fields);
  });
});
