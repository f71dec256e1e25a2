import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { createCollection } from '../../library/collections.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { putSlide } from '../../library/slides.ts';
import type { FoundSlide, Intake } from '../intake/intake.ts';
import { rememberIntake } from '../intake/session-intakes.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findMovedSlides, listSlides, openSlide } from './open-slide.ts';

function found(contents: Record<string, string>): FoundSlide {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    open: async () => new File([content], path.split('/').at(-1) ?? ''),
  }));
  const [first, ...rest] = files;
  if (!first) throw new Error('no files');
  return { path: first.path, files: [first, ...rest] };
}

function intakeOf(...slides: FoundSlide[]): Intake {
  return {
    name: 'slides',
    kind: 'folder',
    files: [],
    slides,
    masks: [],
    notes: [],
    skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
  };
}

let collectionId: string;

beforeEach(async () => {
  const collection = await createCollection({
    name: 'Slides',
    profileName: 'standard',
    profile: namedProfile('standard', 'weights'),
    origin: { kind: 'folder' },
    labelRule: { folderLevel: 0, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  collectionId = collection.id;
});

async function store(contents: Record<string, string>): Promise<SlideRecord> {
  const blobs = Object.values(contents).map((content) => new Blob([content]));
  const [path = ''] = Object.keys(contents);
  const level = { width: 512, height: 512, tileWidth: 256, tileHeight: 256, downsample: 1 };
  const slide: SlideRecord = {
    collectionId,
    path,
    filePaths: Object.keys(contents),
    fileSize: blobs.reduce((sum, { size }) => sum + size, 0),
    fileModified: 0,
    fingerprint: await fingerprintOf(blobs),
    info: { format: 'aperio', levels: [level], micronsPerPixel: 0.5, compression: 'JPEG', passedOver: [] },
    cut: { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0 },
    patchCount: 4,
  };
  await putSlide(slide);
  return slide;
}

async function contentOf(slide: SlideRecord): Promise<string[] | undefined> {
  const open = await openSlide(slide);
  return 'files' in open ? Promise.all(open.files.map((file) => file.text())) : undefined;
}

describe('opening a slide', () => {
  it('finds all files of a series in what was given, in their order', async () => {
    const files = { 'a/2.dcm': 'second', 'a/10.dcm': 'tenth' };
    const slide = await store(files);
    rememberIntake(collectionId, intakeOf(found(files)));
    expect(await contentOf(slide)).toEqual(['second', 'tenth']);
  });

  it('is missing where nothing was given, or one of its files is gone or has another size', async () => {
    const slide = await store({ 'a.svs': 'slide' });
    expect(await openSlide(slide)).toEqual({ missing: true });
    rememberIntake(collectionId, intakeOf(found({ 'a.svs': 'another slide' })));
    expect(await openSlide(slide)).toEqual({ missing: true });
  });

  it('lists slides as a person counts', async () => {
    for (const path of ['b10.svs', 'b9.svs', 'a.svs']) await store({ [path]: path });
    expect((await listSlides(collectionId)).map(({ path }) => path)).toEqual(['a.svs', 'b9.svs', 'b10.svs']);
  });
});

describe('finding slides that were moved', () => {
  it('goes by content, whatever they are called now', async () => {
    const slide = await store({ 'old/a.svs': 'content of a' });
    const given = intakeOf(found({ 'new/a.svs': 'somewhat else' }), found({ 'new/renamed.svs': 'content of a' }));
    expect(await findMovedSlides(collectionId, given)).toBe(1);
    expect(await contentOf(slide)).toEqual(['content of a']);
  });

  it('finds a series whose files were renamed', async () => {
    const slide = await store({ '1.dcm': 'first', '2.dcm': 'other' });
    expect(await findMovedSlides(collectionId, intakeOf(found({ 'x.dcm': 'other', 'y.dcm': 'first' })))).toBe(1);
    expect((await contentOf(slide))?.toSorted()).toEqual(['first', 'other']);
  });

  it('takes nothing of the same size for a slide', async () => {
    const slide = await store({ 'a.svs': 'content of a' });
    expect(await findMovedSlides(collectionId, intakeOf(found({ 'a.svs': 'content of b' })))).toBe(0);
    expect(await contentOf(slide)).toBeUndefined();
  });
});

describe('a fingerprint', () => {
  it('tells large files by their ends and their size', async () => {
    const bytes = new Uint8Array(300_000);
    const of = (at: number) => fingerprintOf([new Blob([bytes.with(at, 1)])]);
    const plain = await fingerprintOf([new Blob([bytes])]);
    expect(await of(0)).not.toBe(plain);
    expect(await of(299_999)).not.toBe(plain);
    expect(await of(150_000)).toBe(plain);
    expect(await fingerprintOf([new Blob([bytes.subarray(1)])])).not.toBe(plain);
  });

  it('reads small files whole', async () => {
    const bytes = new Uint8Array(100_000);
    const hashes = await Promise.all(
      [0, 65_535, 65_536, 99_999].map((at) => fingerprintOf([new Blob([bytes.with(at, 1)])])),
    );
    expect(new Set(hashes).size).toBe(4);
  });
});
