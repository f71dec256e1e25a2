import { describe, expect, it } from 'vitest';
import type { FoundFile } from './intake.ts';
import { intakeFromFiles, walkDirectory, walkDrop } from './walk.ts';

type Tree = { [name: string]: Tree | string };

/** A Chromium handle over a plain object; a string is a file's content. */
function handleOf(name: string, tree: Tree): FileSystemDirectoryHandle {
  async function* values() {
    for (const [childName, child] of Object.entries(tree)) {
      if (typeof child !== 'string') yield handleOf(childName, child);
      else yield { kind: 'file', name: childName, getFile: async () => new File([child], childName) };
    }
  }
  return { kind: 'directory', name, values } as unknown as FileSystemDirectoryHandle;
}

/** A Firefox or Safari entry over a plain object, whose reader gives 100 entries a call at most. */
function entryOf(name: string, tree: Tree | string): FileSystemEntry {
  if (typeof tree === 'string') {
    const file = (done: (file: File) => void) => done(new File([tree], name));
    return { name, isDirectory: false, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(tree).map(([childName, child]) => entryOf(childName, child));
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, 100)) };
  };
  return { name, isDirectory: true, isFile: false, createReader } as unknown as FileSystemEntry;
}

function dropOf(...items: Partial<DataTransferItem>[]): DataTransfer {
  const full = items.map((item) => ({ kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => null, ...item }));
  return { items: full, getData: () => '' } as unknown as DataTransfer;
}

/** What a file manager or another page hands over beside files or in place of them. */
function withData(transfer: DataTransfer, data: Readonly<Record<string, string>>): DataTransfer {
  return Object.assign(transfer, { getData: (type: string) => data[type] ?? '' });
}

/** Node's files know no folder. */
function chosenFile(content: string): File {
  return Object.assign(new File([content], 'a.png'), { webkitRelativePath: '' });
}

function failToRead(_done: unknown, failed: (error: DOMException) => void): void {
  failed(new DOMException('no', 'NotReadableError'));
}

const colon: Tree = {
  '02_STROMA': { 'b10.png': 'x', 'b9.png': 'x', deep: { 'c.TIFF': 'x' } },
  '01_TUMOR': { 'a.jpg': 'x' },
  '.git': { 'image.png': 'x' },
  'Thumbs.db': 'x',
  'notes.txt': 'x',
  'cover.png': 'x',
};

const colonPaths = ['01_TUMOR/a.jpg', '02_STROMA/b9.png', '02_STROMA/b10.png', '02_STROMA/deep/c.TIFF', 'cover.png'];

describe('walking a folder', () => {
  it('finds every image below it, in natural order, with paths relative to it', async () => {
    const intake = await walkDirectory(handleOf('colon', colon));
    expect(intake).toMatchObject({ name: 'colon', kind: 'folder' });
    expect(intake.files.map(({ path }) => path)).toEqual(colonPaths);
  });

  it('names what it passes over', async () => {
    const { skipped } = await walkDirectory(handleOf('colon', colon));
    expect(skipped).toEqual({ hidden: ['.git', 'Thumbs.db'], unsupported: ['notes.txt'], unreadable: [], told: [] });
  });

  it('puts slides together that lie in a folder beside the file that stands for them', async () => {
    const tree: Tree = {
      a: { 'Slidedat.ini': 'x', 'Index.dat': 'x', 'Data0000.dat': 'x', deeper: { 'x.dat': 'x' } },
      'a.mrxs': 'x',
      b: { 'notes.dat': 'x' },
      f: { 'Slidedat.ini': 'x' },
      c: {
        'd.vsi': 'x',
        _d_: { stack1: { 'frame_t.ets': 'x' }, stack10001: { 'frame_t.ets': 'x' } },
        _e_: { s: { 'f.ets': 'x' } },
      },
    };
    const { slides, skipped, files } = await walkDirectory(handleOf('root', tree));
    expect(slides.map(({ files: parts }) => parts.map(({ path }) => path))).toEqual([
      ['a.mrxs', 'a/Data0000.dat', 'a/Index.dat', 'a/Slidedat.ini'],
      ['c/d.vsi', 'c/_d_/stack1/frame_t.ets', 'c/_d_/stack10001/frame_t.ets'],
    ]);
    expect(files).toEqual([]);
    expect(skipped.unsupported).toEqual(['a/deeper/x.dat', 'b/notes.dat']);
    expect(skipped.told).toMatchObject([
      { path: 'c/_e_/s/f.ets', what: expect.stringContaining('Olympus') },
      { path: 'f/Slidedat.ini', what: expect.stringContaining('MIRAX') },
    ]);
  });

  const attributes = JSON.stringify({ multiscales: [{ datasets: [{ path: '0' }] }] });
  const zarr: Tree = {
    0: { '.zarray': '{}', 0: { 0: 'x' } },
    labels: { 'a.png': 'x' },
    'a.png': 'x',
    '.zattrs': attributes,
  };

  it('takes an OME-Zarr folder for one slide, whatever its name and what lies in it', async () => {
    const tree: Tree = { 'a.ome.zarr': zarr, unnamed: { deeper: zarr }, 'b.png': 'x' };
    const contentOf = (path: string) => (path.endsWith('.zattrs') ? attributes : path.endsWith('.zarray') ? '{}' : 'x');
    const paths = ['.zattrs', '0/.zarray', '0/0/0', 'labels/a.png', 'a.png'];
    const dropped = await walkDirectory(handleOf('root', tree));
    const entries = await walkDrop(dropOf({ webkitGetAsEntry: () => entryOf('root', tree) }));
    const chosen = await intakeFromFiles(
      [...['a.ome.zarr', 'unnamed/deeper'].flatMap((folder) => paths.map((path) => `${folder}/${path}`)), 'b.png'].map(
        (path) =>
          Object.assign(new File([contentOf(path)], 'x'), {
            webkitRelativePath: `root/${path}`,
          }),
      ),
    );
    for (const { slides, files, skipped, notes } of [dropped, entries, chosen]) {
      expect(slides.map(({ path }) => path)).toEqual(['a.ome.zarr', 'unnamed/deeper']);
      expect(files.map(({ path }) => path)).toEqual(['b.png']);
      expect(skipped).toEqual({ hidden: [], unsupported: [], unreadable: [], told: [] });
      expect(notes).toEqual([]);
      expect((await slides[0]?.files[0].open())?.name).toBe('a.ome.zarr');
    }
    const [a, b] = await Promise.all([dropped, chosen].map(({ slides }) => slides[1]?.files[0].open()));
    expect(a?.size).toBe(b?.size);
  });

  it('takes a dropped or picked folder that is itself Zarr for a slide', async () => {
    const handle = handleOf('a.zarr', zarr);
    const picked = await walkDirectory(handle);
    const unnamed = await walkDirectory(handleOf('unnamed', zarr));
    const dropped = await walkDrop(dropOf({ getAsFileSystemHandle: async () => handle }));
    for (const [{ slides, files }, path] of [
      [picked, 'a.zarr'],
      [unnamed, 'unnamed'],
      [dropped, 'a.zarr'],
    ] as const) {
      expect(slides.map((slide) => slide.path)).toEqual([path]);
      expect(files).toEqual([]);
    }
    // With it, the slide is found again after a reload.
    expect(dropped.slides[0]?.files[0].handle).toBe(handle);
  });

  it('says what a Zarr folder is that is no slide', async () => {
    const { slides, skipped } = await walkDirectory(handleOf('root', { 'p.zarr': { '.zattrs': '{"plate":{}}' } }));
    expect(slides).toEqual([]);
    expect(skipped.told).toEqual([{ path: 'p.zarr', what: expect.stringContaining('plate of many wells') }]);
  });

  it('passes over the litter of servers and systems, and says what archives and links are', async () => {
    const tree = {
      '@eaDir': { 'a.jpg': 'x' },
      '#recycle': { 'a.jpg': 'x' },
      '$RECYCLE.BIN': { 'a.jpg': 'x' },
      __proto__x: { 'a.jpg': 'x' },
      constructor: { 'a.jpg': 'x' },
      'dataset.zip': 'x',
      'slides.lnk': 'x',
    };
    const { files, skipped } = await walkDirectory(handleOf('nas', tree));
    expect(files.map(({ path }) => path)).toEqual(['__proto__x/a.jpg', 'constructor/a.jpg']);
    expect(skipped.hidden).toEqual(['@eaDir', '#recycle', '$RECYCLE.BIN']);
    expect(skipped.told.map(({ path }) => path)).toEqual(['dataset.zip', 'slides.lnk']);
  });

  it('leaves out masks beside images', async () => {
    const { files, masks } = await walkDirectory(handleOf('masks', { 'p0.png': 'x', 'p0_mask.png': 'x' }));
    expect(files.map(({ path }) => path)).toEqual(['p0.png']);
    expect(masks.map(({ path }) => path)).toEqual(['p0_mask.png']);
  });

  it('counts while it walks', async () => {
    const counts: number[] = [];
    await walkDirectory(handleOf('colon', colon), (count) => counts.push(count));
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on past a folder that cannot be listed', async () => {
    const locked = Object.assign(handleOf('locked', {}), {
      // biome-ignore lint/correctness/useYield: it fails before it has anything to yield
      async *values() {
        throw new DOMException('denied', 'NotAllowedError');
      },
    });
    const root = handleOf('root', {});
    Object.assign(root, {
      async *values() {
        yield locked;
        yield { kind: 'file', name: 'a.png', getFile: async () => new File([''], 'a.png') };
      },
    });
    const intake = await walkDirectory(root);
    expect(intake.files).toHaveLength(1);
    expect(intake.skipped.unreadable).toEqual(['locked/']);
  });
});

describe('walking a drop', () => {
  it('reads an entry to its end, though a reader gives at most 100 a call', async () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`tile-${i}.png`, 'x']));
    const intake = await walkDrop(dropOf({ webkitGetAsEntry: () => entryOf('many', many) }));
    expect(intake.files).toHaveLength(257);
  });

  it('gives the same from an entry as from a handle, and keeps the handle', async () => {
    const handle = handleOf('colon', colon);
    const byHandle = await walkDrop(dropOf({ getAsFileSystemHandle: async () => handle }));
    const byEntry = await walkDrop(dropOf({ webkitGetAsEntry: () => entryOf('colon', colon) }));
    expect(byHandle.files.map(({ path }) => path)).toEqual(byEntry.files.map(({ path }) => path));
    expect(byHandle.handle).toBe(handle);
    expect(byEntry.handle).toBeUndefined();
  });

  it('takes what the entry alone lists, as Chromium hides some names from handles, and says that a reload loses it', async () => {
    const whole = { 'a.png': 'x', 'b:c.png': 'x', con: { 'd.png': 'x' }, sub: { 'e.png': 'x', '~f.png': 'x' } };
    const handle = handleOf('colon', { 'a.png': 'x', sub: { 'e.png': 'x' } });
    const entry = entryOf('colon', whole);
    const intake = await walkDrop(dropOf({ getAsFileSystemHandle: async () => handle, webkitGetAsEntry: () => entry }));
    const paths = ['a.png', 'b:c.png', 'con/d.png', 'sub/~f.png', 'sub/e.png'];
    expect(intake.files.map(({ path }) => path).sort()).toEqual(paths.sort());
    expect(intake.notes.map(({ path }) => path).sort()).toEqual(['b:c.png', 'con/d.png', 'sub/~f.png']);
    expect(intake.notes[0]?.what).toContain('after a reload');
    expect(intake.handle).toBe(handle);
    for (const file of intake.files) expect((await file.open()).size).toBe(1);
  });

  it('keeps to the handle where the entry cannot be listed', async () => {
    const entry = { name: 'colon', isDirectory: true, createReader: () => ({ readEntries: failToRead }) };
    const failing = entry as unknown as FileSystemEntry;
    const handle = handleOf('colon', colon);
    const intake = await walkDrop(
      dropOf({ getAsFileSystemHandle: async () => handle, webkitGetAsEntry: () => failing }),
    );
    expect(intake.files.map(({ path }) => path)).toEqual(colonPaths);
    expect(intake.notes).toEqual([]);
  });

  it.each([
    [
      'a folder as its address',
      { 'text/uri-list': '# files\r\nfile:///home/me/colon%20a/\r\n' },
      ['file:///home/me/colon a/'],
    ],
    [
      'a link',
      { 'text/uri-list': 'https://example.org/', 'text/plain': 'https://example.org/' },
      ['https://example.org/'],
    ],
    ['text', { 'text/plain': ' some words ' }, ['some words']],
  ])('names what is no file: %s', async (_, data, expected) => {
    const { files, skipped } = await walkDrop(withData(dropOf(), data));
    expect(files).toEqual([]);
    expect(skipped.told.map(({ path }) => path)).toEqual(expected);
  });

  it('names what came as an address beside files, and not the address of a file', async () => {
    const file = new File(['x'], 'a.png');
    const data = { 'text/uri-list': 'file:///home/me/a.png\r\nfile:///home/me/colon\r\nhttps://example.org/a.png' };
    const { files, skipped } = await walkDrop(withData(dropOf({ getAsFile: () => file }), data));
    expect(files.map(({ path }) => path)).toEqual(['a.png']);
    expect(skipped.told.map(({ path }) => path)).toEqual(['file:///home/me/colon']);
  });

  it('says of an item that it came without its content', async () => {
    const { skipped } = await walkDrop(dropOf({}));
    expect(skipped.told).toHaveLength(1);
  });

  it('keeps the folders apart when several are dropped', async () => {
    const intake = await walkDrop(
      dropOf(
        { webkitGetAsEntry: () => entryOf('left', { 'a.png': 'x' }) },
        { webkitGetAsEntry: () => entryOf('right', { 'a.png': 'x' }) },
      ),
    );
    expect(intake.files.map(({ path }) => path)).toEqual(['left/a.png', 'right/a.png']);
  });

  it('takes the first of files of one name, and names the others', async () => {
    const content = async (files: readonly FoundFile[]) =>
      Promise.all(files.map(async ({ open }) => (await open()).text()));
    const dropped = await walkDrop(
      dropOf(
        { webkitGetAsEntry: () => entryOf('tiles', { 'a.png': 'first', 'b.png': 'x' }) },
        { webkitGetAsEntry: () => entryOf('tiles', { 'a.png': 'second' }) },
      ),
    );
    expect(dropped.files.map(({ path }) => path)).toEqual(['tiles/a.png', 'tiles/b.png']);
    expect(await content(dropped.files)).toEqual(['first', 'x']);
    const chosen = await intakeFromFiles([chosenFile('first'), chosenFile('second')]);
    expect(await content(chosen.files)).toEqual(['first']);
    for (const { skipped } of [dropped, chosen])
      expect(skipped.told).toEqual([
        { path: expect.stringMatching(/a\.png$/), what: expect.stringContaining('a file of the same name') },
      ]);
  });

  it('explains a file that has gone meanwhile', async () => {
    const gone = {
      kind: 'file',
      name: 'a.png',
      getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
    };
    const root = Object.assign(handleOf('root', {}), {
      async *values() {
        yield gone;
      },
    });
    const [file] = (await walkDirectory(root)).files;
    await expect(file?.open()).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('a folder input', () => {
  it('gives paths below the chosen folder', async () => {
    const files = ['colon/01_TUMOR/a.jpg', 'colon/.hidden/b.jpg', 'colon/readme.md'].map((webkitRelativePath) =>
      Object.assign(new File([''], webkitRelativePath.split('/').at(-1) ?? ''), { webkitRelativePath }),
    );
    const intake = await intakeFromFiles(files);
    expect(intake).toMatchObject({ name: 'colon', kind: 'folder' });
    expect(intake.files.map(({ path }) => path)).toEqual(['01_TUMOR/a.jpg']);
    expect(intake.skipped).toMatchObject({ hidden: ['.hidden/b.jpg'], unsupported: ['readme.md'] });
  });
});
