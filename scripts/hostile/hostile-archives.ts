/** Exports of every kind that this version takes in, and the same with something else in them. */
import { Buffer } from 'node:buffer';
import { barcodeBytes, type Profile } from '../../src/barcode/profile.ts';
import { CsvReader, csvLine } from '../../src/library/archive/csv.ts';
import { exportCollection } from '../../src/library/archive/export-collection.ts';
import { FILES } from '../../src/library/archive/manifest.ts';
import { type ArchiveFiles, archiveOf, filesOf } from '../../src/library/archive/testing/rewrite-archive.ts';
import { setStains } from '../../src/library/collections.ts';
import { commitBatch } from '../../src/library/commit-batch.ts';
import { putSlide } from '../../src/library/slides.ts';
import { addCollection, CUT_RULE, indexedArea, indexedFile, slideRecord } from '../../src/library/test-records.ts';
import { mutate } from './mutate.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const SLIDES = ['case 1/a.svs', 'case 2/b.svs'];

/** Exports of images, of images and slides with stains, and of the first version. @param thumbnail Of every patch. */
export async function wholeArchives(profile: Profile, thumbnail = new Uint8Array(7)): Promise<Bytes[]> {
  const tile = (path: string, version: number) => ({
    ...indexedFile(path, version, profile),
    thumbnail: thumbnail.slice().buffer,
  });
  const tiles = ['tumour/HE-01_1.png', 'tumour/HE-02_1.png', 'stroma/HE-01_2.png', 'stroma/HE-02_2.png'];
  const images = await addCollection({ profile, sourceRule: { kind: 'pattern', pattern: 'HE-\\d+' } });
  await commitBatch(
    images.id,
    tiles.map((path, at) => ({ ...tile(path, at + 1), label: path.split('/')[0] ?? '' })),
    [],
  );
  const slides = await addCollection({ profile: { ...profile, stain: 'macenko' }, cutRule: CUT_RULE });
  const stains = { haematoxylin: [1, 0, 0], eosin: [0, 1, 0], maxima: [2, 1] } as const;
  await setStains(slides.id, [
    { name: '', stains: 'little-tissue' },
    { name: 'case 1', stains },
  ]);
  for (const path of SLIDES) await putSlide({ ...slideRecord(slides.id, path), stains });
  const areas = SLIDES.flatMap((path) => [indexedArea(path, 0, 0), indexedArea(path, 512, 256)]);
  await commitBatch(
    slides.id,
    [tile('tumour/1.png', 9), ...areas.map((area) => ({ ...area, barcode: new Uint8Array(barcodeBytes(profile)) }))],
    [],
  );
  const [ofImages, ofSlides] = [await exported(images.id), await exported(slides.id)];
  return [ofImages, ofSlides, new Uint8Array(await (await archiveOf(asFirstVersion(filesOf(ofImages)))).arrayBuffer())];
}

/** The bytes of a collection's export. */
export async function exported(collectionId: string): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  await exportCollection(
    collectionId,
    async (bytes) => void pieces.push(bytes.slice()),
    new AbortController().signal,
    () => {},
  );
  return new Uint8Array(Buffer.concat(pieces));
}

/** The first version knew of no slides. */
function asFirstVersion(files: ArchiveFiles): ArchiveFiles {
  const left = new Map(files);
  left.delete(FILES.slides);
  const change = (name: string, with_: (text: string) => string) => left.set(name, encode(with_(textOf(left, name))));
  change(FILES.manifest, (text) => text.replace('"version": 2', '"version": 1'));
  change(FILES.patches, (text) => text.replace(',area\n', '\n').replaceAll(/,\n/g, '\n'));
  return left;
}

/** What names, labels, paths and numbers are not, and some that they may be. */
const WORDS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '(a+)+$',
  '(?<!a)b',
  '(',
  '\\d+(?=[^/]*$)',
  '../../etc/passwd',
  '/',
  '//',
  'a/',
  '/a',
  '#',
  'a#1,2',
  '<img src=x onerror=alert(1)>',
  '=cmd|calc',
  'line\nbreak\r\n',
  '"',
  '""',
  'null\u0000',
  'right\u202egnp',
  'e\u0301',
  '\ud800',
  '👩🏽‍🔬',
  '%2e%2e',
  '~2F',
  'a'.repeat(1_000),
  'a'.repeat(1_001),
  'a/'.repeat(16_000),
  'é'.repeat(33_000),
  'pattern',
  'folder',
  'custom',
  'paper',
  '1e999',
];

const NUMBERS = [0, -0, 1, -1, 2, 0.5, 64, 255, 256, 4_096, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e15];
const OTHERS = [null, true, false, [], {}, [null], [[]], { kind: 'file' }, { kind: 'pattern', pattern: '(a|a)*b' }];

type Below = (end: number) => number;

function oneOf<Item>(items: readonly Item[], below: Below): Item {
  return items[below(items.length)] as Item;
}

/**
 * The export with one or two changes, in what it says or in its bytes. Mostly its checksums fit what it says then.
 * @param random Numbers from 0 up to, not including, 1.
 */
export async function mutatedArchive(archive: Bytes, random: () => number): Promise<Blob> {
  const below = (end: number) => Math.floor(random() * end);
  if (below(12) === 0) return new Blob([mutate(archive, random, headsOf(archive))]);
  let files: ArchiveFiles = filesOf(archive);
  for (let times = 1 + below(2); times > 0; times--) files = changed(files, below, random);
  return archiveOf(files);
}

/** Where the headers of a tar archive begin. */
function headsOf(archive: Bytes): number[] {
  const heads: number[] = [];
  let at = 0;
  for (const content of filesOf(archive).values()) {
    heads.push(at);
    at += 512 + Math.ceil(content.length / 512) * 512;
  }
  return [...heads, at];
}

function changed(files: ArchiveFiles, below: Below, random: () => number): ArchiveFiles {
  const kind = below(20);
  const tables = [FILES.manifest, FILES.slides].filter((name) => files.has(name));
  if (kind < 9) {
    const name = oneOf(tables, below);
    return withFile(files, name, encode(changedJson(textOf(files, name), below)));
  }
  if (kind < 15) return withFile(files, FILES.patches, encode(changedTable(textOf(files, FILES.patches), below)));
  const name = oneOf([...files.keys()], below);
  const content = files.get(name) ?? new Uint8Array();
  if (kind < 19) return withFile(files, name, mutate(content, random));
  return changedList(files, name, below);
}

function withFile(files: ArchiveFiles, name: string, content: Bytes): ArchiveFiles {
  return new Map(files).set(name, content);
}

/** A file less, a file more, or two that have changed places. */
function changedList(files: ArchiveFiles, name: string, below: Below): ArchiveFiles {
  const list = [...files];
  const at = list.findIndex(([each]) => each === name);
  const other = oneOf([...files.keys()], below);
  if (below(3) === 0) list.splice(at, 1);
  else if (below(2) === 0) list.splice(at, 0, [`${other}.txt`, new Uint8Array(below(600))]);
  else list[at] = [name, files.get(other) ?? new Uint8Array()];
  return new Map(list);
}

interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

/** Every place of a document that has a value. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Place['holder'];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

function changedJson(text: string, below: Below): string {
  const document = { root: parsed(text) };
  const { holder, key } = oneOf(placesIn(document), below);
  const before = holder[key];
  switch (below(10)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(before)) before.push(...before.slice(0, 1 + below(3)));
      else if (Array.isArray(holder)) holder.push(before);
      break;
    case 2: {
      const other = oneOf(placesIn(document), below);
      holder[key] = structuredClone(other.holder[other.key]);
      break;
    }
    case 3:
      // A key of the text's own, which an object literal would not have.
      return write(document.root).replace(
        '{',
        `{${JSON.stringify(oneOf(WORDS, below))}: ${write(oneOf(OTHERS, below))},`,
      );
    case 4:
      holder[key] = typeof before === 'number' ? tweaked(before, below) : oneOf(OTHERS, below);
      break;
    case 5:
      holder[key] = oneOf(NUMBERS, below);
      break;
    default:
      holder[key] = typeof before === 'number' ? tweaked(before, below) : oneOf(WORDS, below);
  }
  return write(document.root);
}

function tweaked(number: number, below: Below): number {
  return oneOf([number + 1, number - 1, -number, number / 2, number * 2, number * 1e9, oneOf(NUMBERS, below)], below);
}

/** What an earlier change has left of a document may be none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** 1e999, which JSON reads as Infinity, cannot be written otherwise. */
function write(value: unknown): string {
  return `${JSON.stringify(value)}`.replaceAll('"1e999"', '1e999');
}

function changedTable(text: string, below: Below): string {
  const [header = [], ...rows] = new CsvReader().push(text);
  const at = below(Math.max(1, rows.length));
  const row = rows[at] ?? [];
  switch (below(10)) {
    case 0:
      rows.splice(at, 1);
      break;
    case 1:
      rows.splice(at, 0, [...row]);
      break;
    case 2:
      rows.push(...rows.splice(at, 1));
      break;
    case 3:
      row.splice(below(row.length), below(2), oneOf(WORDS, below));
      break;
    case 4:
      header.splice(below(header.length), 1, oneOf(WORDS, below));
      break;
    case 5:
    case 6:
      row[below(row.length)] = String(oneOf(NUMBERS, below));
      break;
    case 7:
      // Another place of a patch on its slide, or of its slide, in both columns that say so.
      for (const field of [1, 9]) row[field] = (row[field] ?? '').replace(/\d+/g, String(below(3_000)));
      break;
    default:
      row[1 + below(2)] = oneOf(WORDS, below);
  }
  const written = [header, ...rows].map(csvLine).join('');
  return below(8) === 0 ? written.replace(/\n/g, '\r\n') : written;
}

function textOf(files: ArchiveFiles, name: string): string {
  return new TextDecoder().decode(files.get(name));
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}
