import { expect, it } from 'vitest';
import type { CollectionRecord } from '../../library/schema.ts';
import { findFolder, folderOf, pathInFolder, placeInFolder } from './folders.ts';
import type { Intake } from './intake.ts';

/** The browser's handle of the folder at `place`. */
function handleAt(place: string): FileSystemDirectoryHandle {
  const name = place.split('/').at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: the part of a handle in use here.
  return { name, place, isSameEntry: async (other: any) => other.place === place } as any;
}

const FILE = { path: 'TUMOUR/1.png', open: async () => new File([], '1.png') };
const skipped = { hidden: [], unsupported: [], unreadable: [], told: [] };
const given = (name: string, handle?: FileSystemDirectoryHandle): Intake => {
  const found = { files: [FILE], slides: [], masks: [], notes: [], skipped };
  return { name, kind: 'folder', ...found, ...(handle && { handle }) };
};

function collectionFrom(facts: Partial<CollectionRecord>): CollectionRecord {
  return { id: 'c', name: 'Colon', origin: { kind: 'folder' }, ...facts } as CollectionRecord;
}

it('knows a folder by the browser’s own comparison, whatever the collection is called', async () => {
  const handle = handleAt('a/tiles');
  const collection = collectionFrom({
    origin: { kind: 'folder', handle },
    added: [{ name: 'tiles 2', handle: handleAt('b/tiles') }],
  });
  expect(await findFolder(given('tiles', handleAt('a/tiles')), collection)).toEqual({ folder: '', likeness: 'same' });
  expect(await findFolder(given('tiles', handleAt('b/tiles')), collection)).toEqual({
    folder: 'tiles 2',
    likeness: 'same',
  });
  expect(await findFolder(given('tiles', handleAt('c/tiles')), collection)).toMatchObject({ likeness: 'namesake' });
  expect(await findFolder(given('other', handleAt('c/other')), collection)).toBeUndefined();
});

it('goes by the name where there is nothing to compare', async () => {
  expect(await findFolder(given('Colon'), collectionFrom({}))).toEqual({ folder: '', likeness: 'likely' });
  const grown = collectionFrom({ added: [{ name: 'second' }] });
  expect(await findFolder(given('second'), grown)).toEqual({ folder: 'second', likeness: 'likely' });
  expect(await findFolder({ ...given('Colon'), kind: 'files' }, collectionFrom({}))).toBeUndefined();
});

it('leads from a path to its folder and back', () => {
  const handle = handleAt('b/second');
  const first = handleAt('a/first');
  const collection = collectionFrom({ origin: { kind: 'folder', handle: first }, added: [{ name: 'second', handle }] });
  const [placed] = placeInFolder(given('second'), 'second').files;
  expect(placed?.path).toBe('second/TUMOUR/1.png');
  expect(folderOf('second/TUMOUR/1.png', collection)).toEqual({ handle, path: 'TUMOUR/1.png' });
  expect(folderOf('seconds/1.png', collection)).toEqual({ handle: first, path: 'seconds/1.png' });
  expect(pathInFolder('second/TUMOUR/1.png', collection.added)).toBe('TUMOUR/1.png');
});
