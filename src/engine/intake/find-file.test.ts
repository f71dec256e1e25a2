import { expect, it } from 'vitest';
import { decodeImage } from '../../imaging/decode-image.ts';
import { striped, writeTiffSlide } from '../../imaging/slides/testing/write-tiff-slide.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { findFile } from './find-file.ts';

const page = (value: number) => striped({ width: 4, height: 4, data: new Uint8Array(48).fill(value) });
const stack = writeTiffSlide({ images: [page(10), page(20)] });

/** A folder "in" with files. */
function folderOf(files: Readonly<Record<string, BlobPart>>): FileSystemDirectoryHandle {
  const missing = () => new DOMException('no such file', 'NotFoundError');
  const inner = {
    getFileHandle: async (name: string) => {
      const content = files[name];
      if (content === undefined) throw missing();
      return { getFile: async () => new File([content], name) };
    },
    getDirectoryHandle: async () => Promise.reject(missing()),
  };
  const root = {
    queryPermission: async () => 'granted',
    getDirectoryHandle: async (name: string) => {
      if (name !== 'in') throw missing();
      return inner;
    },
  };
  return root as unknown as FileSystemDirectoryHandle;
}

function collectionIn(handle: FileSystemDirectoryHandle): CollectionRecord {
  return { id: 'a', origin: { kind: 'folder', name: 'root', handle } } as unknown as CollectionRecord;
}

it('finds the page of a stack that a path stands for, in a folder that is opened again', async () => {
  const found = await findFile(collectionIn(folderOf({ 'a.tif': stack })), 'in/a (page 2).tif');
  expect((await decodeImage(found as File)).data[0]).toBe(20);
});

it('prefers a file of that name', async () => {
  const files = { 'a.tif': stack, 'a (page 2).tif': 'its own' };
  const found = await findFile(collectionIn(folderOf(files)), 'in/a (page 2).tif');
  expect(await (found as File).text()).toBe('its own');
});

it('says that a page is missing where its stack is', async () => {
  expect(await findFile(collectionIn(folderOf({})), 'in/a (page 2).tif')).toEqual({ missing: true });
  expect(await findFile(collectionIn(folderOf({ 'b.tif': stack })), 'in/a.tif')).toEqual({ missing: true });
});

it('finds a folder that is one slide, below the folder that was given or as that folder itself', async () => {
  const named = (name: string, children: object) => ({ kind: 'directory', name, ...children });
  async function* values() {
    yield { kind: 'file', name: '.zattrs', getFile: async () => new File(['{}'], '.zattrs') };
  }
  const missing = async () => Promise.reject(new DOMException('no such file', 'NotFoundError'));
  const slide = named('a.zarr', { values, getFileHandle: missing, getDirectoryHandle: missing });
  const root = named('root', { getFileHandle: missing, getDirectoryHandle: async () => slide });
  const granted = { queryPermission: async () => 'granted' };
  for (const handle of [root, slide]) {
    const collection = collectionIn({ ...handle, ...granted } as unknown as FileSystemDirectoryHandle);
    const found = await findFile(collection, 'a.zarr');
    expect(found).toMatchObject({ name: 'a.zarr' });
  }
});
