import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options.ts';

const BASE = path.resolve('/somewhere');

describe('the command line', () => {
  it('needs a folder only', () => {
    expect(parseOptions(['tiles'], BASE)).toEqual({
      folder: path.join(BASE, 'tiles'),
      profileName: 'standard',
      settings: { size: 256, sampling: 2048, binarisation: 'per-layer' },
      layers: [1, 2, 3, 4, 5],
      protocols: [{ kind: 'folds', k: 5, seed: 1 }],
      voters: 3,
      withoutDuplicates: false,
      withLens: false,
      draws: false,
      labelLevel: 1,
      limit: undefined,
      published: undefined,
      engine: 'auto',
      reports: {},
    });
  });

  it('takes everything', () => {
    const words = [
      'tiles',
      '--profile',
      'paper',
      '--size',
      '256',
      '--layers',
      '5,2',
      '--seed',
      '7',
      '--json',
      'a.json',
    ];
    const protocols = ['--protocol', 'cv10', '--protocol', 'leave-out:HE-\\d+', '--protocol', 'split:a,b'];
    expect(
      parseOptions(
        [...words, ...protocols, '--protocol', 'split', '--markdown', 'b.md', '--predictions', 'c.csv'],
        BASE,
      ),
    ).toMatchObject({
      profileName: 'custom',
      settings: { size: 256, sampling: 'full' },
      layers: [2, 5],
      protocols: [
        { kind: 'folds', k: 10, seed: 7 },
        { kind: 'leave-out', pattern: 'HE-\\d+' },
        { kind: 'split', train: 'a', test: 'b' },
        { kind: 'split', train: 'train', test: 'test' },
      ],
      reports: {
        json: path.join(BASE, 'a.json'),
        markdown: path.join(BASE, 'b.md'),
        predictions: path.join(BASE, 'c.csv'),
      },
    });
  });

  it('takes a table, and leads with leaving a case out where it names cases', () => {
    expect(parseOptions(['tiles', '--table', 'a.csv', '--by', 'case', '--target', 'diagnosis'], BASE)).toMatchObject({
      table: { file: path.join(BASE, 'a.csv'), by: 'case', target: 'diagnosis' },
      protocols: [{ kind: 'leave-out' }, { kind: 'folds', k: 5, seed: 1 }],
      slidePattern: undefined,
    });
    expect(() => parseOptions(['tiles', '--by', 'case'], BASE)).toThrow(/--table FILE/);
    expect(() => parseOptions(['tiles', '--protocol', 'leave-case-out'], BASE)).toThrow(/--by/);
  });

  it('leads with leaving a slide out as soon as slides are named', () => {
    expect(parseOptions(['tiles', '--slides', 'HE-\\d+'], BASE)).toMatchObject({
      protocols: [
        { kind: 'leave-out', pattern: 'HE-\\d+' },
        { kind: 'folds', k: 5, seed: 1 },
      ],
      slidePattern: 'HE-\\d+',
    });
    expect(parseOptions(['tiles', '--slides', 'HE', '--protocol', 'cv3'], BASE)).toMatchObject({
      protocols: [{ kind: 'folds', k: 3 }],
    });
  });

  it('names the profile where the size is its own', () => {
    expect(parseOptions(['tiles', '--profile', 'paper', '--size', '512'], BASE)).toMatchObject({
      profileName: 'paper',
    });
    expect(parseOptions(['tiles', '--views', '8'], BASE)).toMatchObject({
      profileName: 'custom',
      settings: { size: 256, sampling: 2048, views: 8 },
    });
  });

  it('explains itself', () => expect(parseOptions(['--help'], BASE)).toBe('help'));

  it.each([
    [],
    ['a', 'b'],
    ['a', '--size', '12'],
    ['a', '--layers', '6'],
    ['a', '--layers', ''],
    ['a', '--protocol', 'cv4'],
    ['a', '--protocol', 'leave-out:'],
    ['a', '--protocol', 'leave-out:('],
    ['a', '--protocol', 'split:a'],
    ['a', '--engine', 'cuda'],
    ['a', '--neighbours', '2'],
    ['a', '--published', 'mine'],
    ['a', '--wrong'],
  ])('refuses %j %j %j', (...words) => {
    expect(() =>
      parseOptions(
        words.filter((word) => typeof word === 'string'),
        BASE,
      ),
    ).toThrow(UsageError);
  });
});
