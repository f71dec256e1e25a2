/** After a reload: what was stored leads to the slides again, with one click where the browser asks. */
import { beforeEach, expect, it, vi } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import type { CollectionRecord, Origin, SlideRecord } from '../../library/schema.ts';
import { allowSlide } from '../collection/originals.ts';
import { walkDrop } from '../intake/walk.ts';
import { openSlide } from './open-slide.ts';
import { planSlide } from './plan-slide.ts';

// Node cannot store handles that are made of functions.
const stored = vi.hoisted((): { origin: Origin } => ({ origin: { kind: 'files' } }));
vi.mock('../../library/collections.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  getCollection: async (id: string): Promise<CollectionRecord> => ({
    id,
    name: 'Slides',
    profileName: 'standard',
    profile: namedProfile('standard', 'weights'),
    origin: stored.origin,
    labelRule: { folderLevel: 0, renamed: {} },
    sourceRule: { kind: 'file' },
    createdAt: 0,
    patchCount: 4,
    thumbnailBytes: 0,
  }),
}));

beforeEach(() => {
  stored.origin = { kind: 'files' };
});

const CONTENT = 'a slide';

/** As Chromium does after a reload: it asks first, and remembers the answer. */
function asking(answer: PermissionState) {
  let state: PermissionState = 'prompt';
  return {
    queryPermission: vi.fn(async () => state),
    requestPermission: vi.fn(async () => {
      state = answer;
      return state;
    }),
  };
}

function fileHandle(permission = asking('granted'), name = 'a.svs') {
  const getFile = async () => {
    if ((await permission.queryPermission()) !== 'granted') throw new DOMException('no', 'NotAllowedError');
    return new File([CONTENT], name);
  };
  return { kind: 'file', name, getFile, ...permission } as unknown as FileSystemFileHandle;
}

function folderHandle(permission: ReturnType<typeof asking>) {
  const inner = { kind: 'directory', getFileHandle: async () => fileHandle(permission) };
  const getDirectoryHandle = async (name: string) => {
    if (name !== 'case 1') throw new DOMException('none', 'NotFoundError');
    return inner;
  };
  return {
    kind: 'directory',
    name: 'slides',
    getDirectoryHandle,
    ...permission,
  } as unknown as FileSystemDirectoryHandle;
}

function slideAt(path: string, handles?: readonly FileSystemFileHandle[]): SlideRecord {
  const level = { width: 512, height: 512, tileWidth: 256, tileHeight: 256, downsample: 1 };
  return {
    collectionId: 'after a reload',
    path,
    filePaths: [path],
    ...(handles && { handles }),
    fileSize: CONTENT.length,
    fileModified: 0,
    fingerprint: '',
    info: { format: 'aperio', levels: [level], micronsPerPixel: 0.5, compression: 'JPEG', passedOver: [] },
    cut: { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0 },
    patchCount: 4,
  };
}

it('a stored folder asks once, in a click, and its slides open', async () => {
  const permission = asking('granted');
  stored.origin = { kind: 'folder', handle: folderHandle(permission) };
  const slide = slideAt('case 1/a.svs');
  expect(await openSlide(slide)).toEqual({ needsPermission: true });
  expect(permission.requestPermission).not.toHaveBeenCalled();
  expect(await allowSlide(slide)).toBe(true);
  expect(await openSlide(slide)).toMatchObject({ files: [expect.any(File)] });
  expect(await allowSlide(slide)).toBe(true);
  expect(permission.requestPermission).toHaveBeenCalledOnce();
});

it('a folder that a person does not allow stays shut', async () => {
  stored.origin = { kind: 'folder', handle: folderHandle(asking('denied')) };
  const slide = slideAt('case 1/a.svs');
  expect(await allowSlide(slide)).toBe(false);
  expect(await openSlide(slide)).toEqual({ needsPermission: true });
});

it('a slide that was dropped by itself has a handle of its own, which asks in the same way', async () => {
  const handle = fileHandle();
  const slide = slideAt('a.svs', [handle]);
  expect(await openSlide(slide)).toEqual({ needsPermission: true });
  expect(await allowSlide(slide)).toBe(true);
  expect(await openSlide(slide)).toMatchObject({ files: [expect.any(File)] });
});

it('a slide is missing where its folder has it no more', async () => {
  const permission = asking('granted');
  stored.origin = { kind: 'folder', handle: folderHandle(permission) };
  await permission.requestPermission();
  expect(await openSlide(slideAt('case 2/a.svs'))).toEqual({ missing: true });
});

it('the handle of a slide that is dropped by itself is kept with it, where the browser gives one', async () => {
  const inspector = {
    describe: async () => slideAt('a.svs').info,
    findTissue: async () => ({ width: 1, height: 1, tissue: Uint8Array.of(1), by: 'colour' as const }),
  };
  const rule = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0, assumedMicronsPerPixel: undefined };
  for (const handle of [fileHandle(), null]) {
    const item = {
      kind: 'file',
      getAsFile: () => new File([CONTENT], 'a.svs'),
      webkitGetAsEntry: () => null,
      getAsFileSystemHandle: async () => handle,
    };
    const { slides } = await walkDrop({ items: [item], getData: () => '' } as unknown as DataTransfer);
    const [slide] = slides;
    if (!slide) throw new Error('no slide');
    const { record } = await planSlide(slide, rule, inspector);
    expect(record.handles?.[0]).toBe(handle ?? undefined);
  }
});
