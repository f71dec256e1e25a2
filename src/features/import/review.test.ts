import { beforeAll, describe, expect, it } from 'vitest';
import { NAMED_SETTINGS, namedProfile } from '../../barcode/profile.ts';
import { dictionaryOf } from '../../base/dictionary.ts';
import { loadPatterns } from '../../base/patterns.ts';
import type { FoundFile, Intake } from '../../engine/intake/intake.ts';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import { destinationsFor, NEW_COLLECTION, type Surroundings } from './destinations.ts';
import { countSources, cutRuleFor, initialForm, isComplete, labelLevels, sourceProblem, toRequest } from './review.ts';

beforeAll(loadPatterns);

function intakeOf(paths: readonly string[], kind: Intake['kind'] = 'folder'): Intake {
  const files: FoundFile[] = paths.map((path) => ({ path, open: () => Promise.resolve(new File([], path)) }));
  return {
    name: 'colon',
    kind,
    files,
    slides: [],
    masks: [],
    notes: [],
    skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
  };
}

function collectionOf(id: string, name: string, origin: CollectionRecord['origin'] = { kind: 'folder' }) {
  const collection: CollectionRecord = {
    id,
    name,
    origin,
    profileName: 'standard',
    profile: namedProfile('standard', 'weights'),
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
    createdAt: 0,
    patchCount: 0,
    thumbnailBytes: 0,
  };
  return collection;
}

/** No collection, or these, one of which knows the folder. */
function around(collections: readonly CollectionRecord[] = [], known: Surroundings['known'] = new Map()): Surroundings {
  return { collections, known, openId: undefined };
}

const PATHS = ['TUMOR/HE-07_a.tif', 'TUMOR/HE-07_b.tif', 'STROMA/x/HE-09_a.tif', 'loose.tif'];

describe('the first answers', () => {
  it('takes labels from the first folder level and a new collection by the name of the folder', () => {
    const form = initialForm(intakeOf(PATHS), around());
    expect(form).toMatchObject({ destination: NEW_COLLECTION, name: 'colon', folderLevel: 1, profileName: 'standard' });
  });

  it('takes labels from the second level below training and test folders', () => {
    const levelOf = (paths: readonly string[]) => initialForm(intakeOf(paths), around()).folderLevel;
    expect(levelOf(['train/tumour/1.png', 'val/tumour/2.png', 'Test_set/fat/3.png'])).toBe(2);
    expect(levelOf(['train/tumour/1.png', 'tumour/2.png'])).toBe(1);
    expect(levelOf(['train/1.png', 'test/2.png'])).toBe(1);
    expect(levelOf(['training ground/a/1.png', 'test/a/2.png'])).toBe(1);
  });

  it('takes no labels where there are no folders', () => {
    expect(initialForm(intakeOf(['a.png', 'b.png']), around()).folderLevel).toBe(0);
  });

  it('adds to the collection that the folder was indexed into before', () => {
    const collections = [collectionOf('1', 'liver'), collectionOf('2', 'colon')];
    const known: Surroundings['known'] = new Map([['2', { folder: '', likeness: 'same' }]]);
    expect(initialForm(intakeOf(PATHS), around(collections, known))).toMatchObject({
      destination: '2',
      name: 'colon 2',
    });
  });

  it('never mixes what only shares a name', () => {
    const known: Surroundings['known'] = new Map([['2', { folder: '', likeness: 'namesake' }]]);
    const surroundings = around([collectionOf('2', 'colon')], known);
    expect(initialForm(intakeOf(PATHS), surroundings)).toMatchObject({ destination: NEW_COLLECTION });
    expect(destinationsFor(intakeOf(PATHS), surroundings).map(({ value }) => value)).toEqual(['2', '2 further', 'new']);
  });

  it('asks of a drop on an open collection: search with a single image, add, or begin anew', () => {
    const surroundings = { ...around([collectionOf('2', 'colon')]), openId: '2' };
    const offered = (paths: readonly string[]) => {
      const intake = intakeOf(paths, 'files');
      return destinationsFor(intake, surroundings).map(({ kind }) => kind);
    };
    expect(offered(['a.png'])).toEqual(['search', 'add', 'new']);
    expect(offered(['a.png', 'b.png'])).toEqual(['add', 'new']);
    expect(initialForm(intakeOf(['a.png'], 'files'), surroundings)).toMatchObject({ destination: 'search' });
    expect(initialForm(intakeOf(['a.png', 'b.png'], 'files'), surroundings)).toMatchObject({
      destination: NEW_COLLECTION,
      name: 'My images',
    });
  });
});

describe('labelLevels', () => {
  it('offers every level with the labels it gives, and none', () => {
    expect(labelLevels(intakeOf(PATHS).files)).toEqual([
      { level: 1, title: 'First folder level', labels: 2 },
      { level: 2, title: 'Second folder level', labels: 1 },
      { level: 0, title: 'No labels', labels: 0 },
    ]);
  });

  it('offers five levels at most', () => {
    expect(labelLevels(intakeOf(['a/b/c/d/e/f/g.png']).files)).toHaveLength(6);
  });
});

describe('countSources', () => {
  const { files } = intakeOf(PATHS);

  const count = (rule: SourceRule, signal = new AbortController().signal) => countSources(files, rule, signal);

  it('counts each image, each folder, or each first match', async () => {
    expect(await count({ kind: 'file' })).toMatchObject({ sources: 4 });
    expect(await count({ kind: 'folder' })).toMatchObject({ sources: 3 });
    expect(await count({ kind: 'pattern', pattern: 'HE-\\d+' })).toEqual({
      sources: 3,
      examples: ['HE-07', 'HE-09', 'loose.tif'],
    });
  });

  it('leaves the page time for other things, and ends when nobody waits for it any more', async () => {
    const counting = new AbortController();
    const many = Array.from({ length: 50_000 }, (_, at) => ({ path: `${'a'.repeat(100)}/${at}.png` }));
    const counted = countSources(many, { kind: 'pattern', pattern: '(a+)+$' }, counting.signal);
    setTimeout(() => counting.abort(), 0);
    await expect(counted).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('says what is wrong with a pattern', () => {
  expect(sourceProblem('HE-\\d+')).toBeUndefined();
  expect(sourceProblem('(')).toContain('regular expression');
  expect(sourceProblem('')).toContain('example');
});

describe('the request', () => {
  const form = initialForm(intakeOf(PATHS), around());

  it('needs a name, and a pattern where one is asked for', () => {
    expect(isComplete(form, [])).toBe(true);
    expect(isComplete({ ...form, name: '  ' }, [])).toBe(false);
    expect(isComplete(form, [collectionOf('1', form.name)])).toBe(false);
    expect(isComplete({ ...form, sourceKind: 'pattern', pattern: '[' }, [])).toBe(false);
    expect(isComplete({ ...form, sourceKind: 'pattern', pattern: '[a]' }, [])).toBe(true);
  });

  it('needs nothing more when it adds to a collection', () => {
    expect(isComplete({ ...form, destination: 'some-id', name: '' }, [])).toBe(true);
  });

  it('carries only labels that were really renamed', () => {
    const renamed = new Map([
      ['TUMOR', ' Tumour '],
      ['STROMA', 'STROMA'],
      ['OTHER', ' '],
      ['__proto__', 'Prototype'],
    ]);
    expect(toRequest(intakeOf(PATHS), { ...form, name: ' Colon ', renamed })).toMatchObject({
      name: 'Colon',
      labelRule: {
        folderLevel: 1,
        renamed: dictionaryOf([
          ['TUMOR', 'Tumour'],
          ['__proto__', 'Prototype'],
        ]),
      },
      sourceRule: { kind: 'file' },
    });
  });
});

describe('slides', () => {
  const withSlides = (slidePaths: readonly string[]): Intake => {
    const slides = slidePaths.map((path) => ({
      path,
      files: [{ path, open: async () => new File([], path) }] as const,
    }));
    return { ...intakeOf([]), slides };
  };

  it('take labels from their folders, as images do', () => {
    expect(initialForm(withSlides(['TUMOR/a.svs']), around()).folderLevel).toBe(1);
  });

  it('are cut by the size of the profile, or as the collection they are added to cuts them', () => {
    const form = initialForm(withSlides(['a.svs']), around());
    expect(cutRuleFor(form, undefined)?.patchSize).toBe(256);
    expect(cutRuleFor({ ...form, profileName: 'paper' }, undefined)?.patchSize).toBe(512);
    const cutRule = { patchSize: 300, micronsPerPixel: 1, leastTissue: 0, assumedMicronsPerPixel: undefined };
    expect(cutRuleFor(form, { ...collectionOf('1', 'colon'), cutRule })).toBe(cutRule);
  });

  it('carry their cut to the run, which images alone have not', () => {
    const form = initialForm(withSlides(['a.svs']), around());
    expect(toRequest(withSlides(['a.svs']), form).cutRule).toMatchObject({ patchSize: 256, leastTissue: 0.25 });
    expect(toRequest(intakeOf(PATHS), form)).not.toHaveProperty('cutRule');
  });
});

describe('a custom profile', () => {
  const form = initialForm(intakeOf(PATHS), around());
  const withSize = (size: string) => ({ ...form, profileName: 'custom' as const, custom: { ...form.custom, size } });

  it('carries its settings to the run', () => {
    const { profileName, settings } = toRequest(intakeOf(PATHS), withSize('384'));
    expect({ profileName, settings }).toEqual({
      profileName: 'custom',
      settings: { size: 384, sampling: 'full', binarisation: 'per-layer' },
    });
    expect(toRequest(intakeOf(PATHS), form).settings).toEqual(NAMED_SETTINGS.standard);
  });

  it.each(['', '63', '1025', '12.5', 'big'])('cannot start with a size of "%s"', (size) => {
    expect(isComplete(withSize(size), [])).toBe(false);
    expect(isComplete({ ...withSize(size), profileName: 'paper' }, [])).toBe(true);
  });
});
