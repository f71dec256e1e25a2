import { describe, expect, it } from 'vitest';
import type { CollectionRecord } from '../schema.ts';
import { CUT_RULE, TINY_PROFILE } from '../test-records.ts';
import { manifestOf, readManifest } from './manifest.ts';

const collection: CollectionRecord = {
  id: 'its id',
  name: 'Colon',
  profileName: 'standard',
  profile: TINY_PROFILE,
  origin: { kind: 'files' },
  labelRule: { folderLevel: 1, renamed: {} },
  sourceRule: { kind: 'folder' },
  createdAt: 1_700_000_000_000,
  patchCount: 3,
  thumbnailBytes: 9,
};

describe('the description in an export', () => {
  it('is of the version that knows how its cases are made', () => {
    expect(manifestOf(collection).version).toBe(2);
    expect(manifestOf({ ...collection, sourceRule: { kind: 'tcga' } }).version).toBe(4);
    expect(manifestOf({ ...collection, sourceRule: { kind: 'column', column: 'case' } }).version).toBe(4);
  });

  it.each([
    collection,
    { ...collection, cutRule: CUT_RULE, stains: [] },
    { ...collection, added: [{ name: 'second' }] },
    { ...collection, sourceRule: { kind: 'tcga' as const } },
    { ...collection, sourceRule: { kind: 'column' as const, column: 'case (cases.csv)' } },
  ])('is read as it was written', (facts) => {
    const manifest = manifestOf(facts);
    expect(readManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('brings in nothing that is not of it', () => {
    const manifest = manifestOf(collection);
    const further = { id: 'another', nextId: 0, unfinished: { total: 9 }, deleted: true, restoring: {}, checksum: 1 };
    expect(readManifest(JSON.stringify({ ...manifest, ...further }))).toEqual(manifest);
    expect(manifestOf({ ...collection, nextId: 5, unfinished: { total: 9 } })).toEqual(manifest);
  });
});
