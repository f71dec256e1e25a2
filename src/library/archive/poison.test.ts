import 'fake-indexeddb/auto';
import { Buffer } from 'node:buffer';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStains } from '../collections.ts';
import { commitBatch } from '../commit-batch.ts';
import { putSlide } from '../slides.ts';
import { addCollection, CUT_RULE, indexedArea, indexedFile, slideRecord, TINY_PROFILE } from '../test-records.ts';
import { storedKeys } from '../testing/stored-keys.ts';
import { checkArchive } from './check-archive.ts';
import { exportCollection } from './export-collection.ts';
import { importArchive } from './import-archive.ts';
import { FILES } from './manifest.ts';
import { archiveOf, filesOf, withText } from './testing/rewrite-archive.ts';

const goOn = new AbortController().signal;
const SLIDE = 'case 1/a.svs';

/** Of a file, `tumour/tile.png`, and two areas of a slide. */
let archive: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const { id } = await addCollection({ cutRule: CUT_RULE });
  await setStains(id, [{ name: 'case 1', stains: 'little-tissue' }]);
  await putSlide(slideRecord(id, SLIDE));
  const areas = [indexedArea(SLIDE, 0, 256), indexedArea(SLIDE, 256, 256)];
  await commitBatch(id, [indexedFile('tumour/tile.png'), ...areas], []);
  const pieces: Uint8Array[] = [];
  await exportCollection(
    id,
    async (bytes) => void pieces.push(bytes.slice()),
    goOn,
    () => {},
  );
  archive = new Uint8Array(Buffer.concat(pieces));
});

async function takeIn(poisoned: Blob): Promise<void> {
  const checked = await checkArchive(poisoned, goOn, () => {});
  await importArchive(checked, TINY_PROFILE.weightsId, goOn, () => {});
}

async function expectRefusal(poisoned: Blob, reason: string): Promise<void> {
  const before = await storedKeys();
  await expect(takeIn(poisoned)).rejects.toMatchObject({
    code: 'import-invalid',
    detail: expect.stringContaining(reason),
  });
  expect(await storedKeys()).toEqual(before);
}

type Path = readonly (string | number)[];

/** For titles: megabytes are not told. */
function brief(value: unknown): string {
  return `${JSON.stringify(value)}`.slice(0, 60);
}

function titled(cases: readonly [path: Path, value: unknown][]): [title: string, path: Path, value: unknown][] {
  return cases.map(([path, value]) => [`${path.join('.')}: ${brief(value)}`, path, value]);
}

/** The JSON with another value at `path`; undefined takes it out. */
function poison(text: string, path: Path, value: unknown): string {
  const document = JSON.parse(text);
  const parent = path.slice(0, -1).reduce((part, key) => part[key], document);
  const key = path.at(-1) ?? '';
  if (value === undefined) delete parent[key];
  else parent[key] = value;
  // 1e999, which JSON reads as Infinity, cannot be written otherwise.
  return JSON.stringify(document).replaceAll('"1e999"', '1e999');
}

it('takes in what is not poisoned', async () => {
  await takeIn(await withText(archive, FILES.manifest, (text) => text));
  await takeIn(await withText(archive, FILES.manifest, (text) => poison(text, ['another'], { a: [1] })));
});

describe('the description of a collection is refused with', () => {
  const cases: [path: Path, value: unknown][] = [
    [['name'], 'a'.repeat(900_000)],
    [['name'], ''],
    [['name'], ['Colon']],
    [['profileName'], 'constructor'],
    [['profile'], null],
    [['profile', 'recipe'], 2],
    [['profile', 'size'], -256],
    [['profile', 'size'], 1e9],
    [['profile', 'size'], 256.5],
    [['profile', 'size'], '256'],
    [
      ['profile', 'layers'],
      [1, 1],
    ],
    [
      ['profile', 'layers'],
      [5, 1],
    ],
    [['profile', 'layers'], []],
    [['profile', 'layers'], [6]],
    [['profile', 'layers'], '1'],
    [['profile', 'sampling'], 0],
    [['profile', 'sampling'], 0.5],
    [['profile', 'sampling'], 'all'],
    [['profile', 'binarisation'], 'toString'],
    [['profile', 'views'], 3],
    [['profile', 'views'], null],
    [['profile', 'stain'], 'reinhard'],
    [['profile', 'whatALaterVersionKnows'], 1],
    [['labelRule', 'folderLevel'], -1],
    [['labelRule', 'renamed'], undefined],
    [['labelRule', 'renamed'], []],
    [['labelRule', 'renamed'], { tumour: 1 }],
    [['labelRule', 'renamed'], { tumour: 'a'.repeat(1_000_000) }],
    [['sourceRule'], undefined],
    [['sourceRule'], { kind: 'else' }],
    [['sourceRule'], { kind: 'pattern' }],
    [['sourceRule'], { kind: 'column' }],
    [['sourceRule'], { kind: 'column', column: 'a'.repeat(100_000) }],
    [['sourceRule'], { kind: 'pattern', pattern: 'a'.repeat(100_000) }],
    [['cutRule'], {}],
    [['cutRule'], []],
    [['cutRule', 'patchSize'], 0],
    [['cutRule', 'micronsPerPixel'], -0.5],
    [['cutRule', 'leastTissue'], 25],
    [['cutRule', 'assumedMicronsPerPixel'], '1e999'],
    [['stains'], 'x'],
    [['stains'], [null]],
    [['stains', 0, 'stains'], 'toString'],
    [['stains', 0, 'stains'], { haematoxylin: [1, 0], eosin: [0, 1, 0], maxima: [1, 1] }],
    [['stains', 0, 'stains'], { haematoxylin: [1, 0, 0], eosin: [1, 0, 0], maxima: [1, 1] }],
    [['stains', 0, 'stains'], { haematoxylin: [1, 0, 0], eosin: [0, 1, 0], maxima: [0, 1] }],
    [['createdAt'], 2 ** 53 - 1],
    [['createdAt'], -1],
    [['patchCount'], 1e15],
    [['patchCount'], 2],
    [['thumbnailBytes'], 0],
  ];

  it.each(titled(cases))('%s', async (_title, path, value) => {
    const poisoned = await withText(archive, FILES.manifest, (text) => poison(text, path, value));
    await expectRefusal(poisoned, path[0] === 'patchCount' || path[0] === 'thumbnailBytes' ? 'size' : `${path[0]}`);
  });
});

describe('the description of a slide is refused with', () => {
  const cases: [path: Path, value: unknown][] = [
    [['path'], ''],
    [['path'], 7],
    [['filePaths'], 'abc'],
    [['filePaths'], []],
    [['filePaths'], [null]],
    [['fileSize'], -1],
    [['fileModified'], null],
    [['fingerprint'], 'abc'],
    [['info'], undefined],
    [['info', 'format'], 'constructor'],
    [['info', 'levels'], []],
    [['info', 'levels', 0, 'width'], 0],
    [['info', 'levels', 0, 'tileWidth'], 0],
    [['info', 'levels', 0, 'height'], 1e12],
    [['info', 'levels', 0, 'downsample'], 2],
    [['info', 'micronsPerPixel'], 0],
    [['info', 'compression'], null],
    [['info', 'passedOver'], 'label'],
    [['cut', 'patchSize'], 1e9],
    [['cut', 'leastTissue'], null],
    [['stains'], { haematoxylin: 'a' }],
    [['patchCount'], -8],
  ];

  it.each(titled(cases))('%s', async (_title, path, value) => {
    const poisoned = await withText(archive, FILES.slides, (text) => poison(text, [0, ...path], value));
    await expectRefusal(poisoned, `0.${path[0]}`);
  });

  it.each(['null', '{}', '["a"]', '[', ''])('%s', async (text) => {
    await expectRefusal(await withText(archive, FILES.slides, () => text), FILES.slides);
  });

  it('the path of another', async () => {
    const twice = (text: string) => JSON.stringify([...JSON.parse(text), ...JSON.parse(text)]);
    await expectRefusal(await withText(archive, FILES.slides, twice), 'different paths');
  });
});

describe('the table of patches is refused with', () => {
  const TILE = '0,tumour/tile.png,label 1,150,1,1001,1600000000001,1,1,';

  const lines: [what: string, line: string][] = [
    ['label', TILE.replace('label 1', 'a'.repeat(1_000_000))],
    ['path', TILE.replace('tumour/tile.png', 'a'.repeat(40_000))],
    ['path', TILE.replace('tumour/tile.png', '')],
    ['id', TILE.replace(/^0/, '7')],
    ['id', TILE.replace(/^0/, '')],
    ['width', TILE.replace('150', '')],
    ['width', TILE.replace('150', '0x96')],
    ['width', TILE.replace('150', '9'.repeat(15))],
    ['file_size', TILE.replace('1001', '-1')],
    ['file_modified', TILE.replace('1600000000001', 'NaN')],
    ['file_modified', TILE.replace('1600000000001', '9'.repeat(16))],
    ['thumbnail_bytes', TILE.replace(',1,1,', ',,1,')],
    ['pixel_hash', TILE.replace(',1,1,', ',1,<script>,')],
    ['fields', TILE.replace(',150', '')],
    ['fields', `${TILE},`],
  ];

  it.each(lines.map(([what, line]) => [what, line.slice(0, 60), line]))('%s in %s', async (what, _title, line) => {
    const table = await withText(archive, FILES.patches, (text) => text.replace(TILE, line));
    expect(table.size).toBeGreaterThan(0);
    await expectRefusal(table, what);
  });

  it.each([
    'NaN NaN NaN NaN',
    'Infinity 256 256 256',
    '-256 256 256 256',
    '0 256 0 256',
    '0 256 256',
    '256 256 256 256',
    '0 256 1e9 1e9',
    '9999999999 256 256 256',
  ])('the area %s', async (area) => {
    await expectRefusal(await withText(archive, FILES.patches, (text) => text.replace('0 256 256 256', area)), 'area');
  });

  it('the path of a patch that names no slide', async () => {
    const change = (text: string) => text.replace(`${SLIDE}#0,256`, SLIDE);
    await expectRefusal(await withText(archive, FILES.patches, change), 'path and area differ');
  });

  it('the path of another patch', async () => {
    const twice = (text: string) =>
      text.replace(`${SLIDE}#256,256`, `${SLIDE}#0,256`).replace('256 256 256 256', '0 256 256 256');
    await expectRefusal(await withText(archive, FILES.patches, twice), `${SLIDE}#0,256 stands there twice`);
  });

  it('a grid that is longer than anything that shows it', async () => {
    const long = (text: string) =>
      text.replace(`${SLIDE}#256,256`, `${SLIDE}#4194304,256`).replace('256 256 256 256', '4194304 256 256 256');
    await expectRefusal(await withText(archive, FILES.patches, long), 'too far out');
  });

  it('a grid that no slide has', async () => {
    const far = (text: string) =>
      text
        .replace(`${SLIDE}#256,256`, `${SLIDE}#2000000000,2000000000`)
        .replace('256 256 256 256', '2000000000 2000000000 1 1');
    await expectRefusal(await withText(archive, FILES.patches, far), 'too far out');
  });
});

it('refuses arrays of another shape', async () => {
  const files = filesOf(archive);
  for (const name of [FILES.barcodes, FILES.colours]) {
    const array = files.get(name)?.slice() ?? new Uint8Array();
    const shapeAt = Buffer.from(array).indexOf('(3, ') + 1;
    array[shapeAt] = '9'.charCodeAt(0);
    await expectRefusal(await archiveOf(new Map(files).set(name, array)), name);
  }
});
