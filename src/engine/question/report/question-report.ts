/** A question and what was found, on one page that needs nothing else: for a meeting, on paper or on a screen. */
import { version } from '../../../../package.json';
import { barcodeBits } from '../../../barcode/profile.ts';
import { jpegAddress } from '../../../base/jpeg-address.ts';
import { scaleBarOf } from '../../../base/scale-bar.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { PatchTable } from '../../../columns/patch-table.ts';
import { wordsAmong } from '../../../columns/summary.ts';
import { joinedColumns, wordsOf } from '../../../columns/table-columns.ts';
import { slidePathOf } from '../../../library/patch-path.ts';
import { readThumbnails } from '../../../library/patches.ts';
import type { CollectionRecord, SlideRecord } from '../../../library/schema.ts';
import { escaped, paragraph } from '../../evaluation/html.ts';
import style from './question-report.css?raw';

/** What was found, or what it was found with. */
export interface ReportedSet {
  /** Of a case or a slide; undefined for what is a patch, or several. */
  readonly name: string | undefined;
  /** All its patches; the first of them are shown. */
  readonly ids: readonly number[];
}

export interface ReportedHit extends ReportedSet {
  /** Differing bits, a mean where it is a set. */
  readonly distance: number;
}

export interface ReportedQuestion {
  readonly collection: CollectionRecord;
  readonly table: PatchTable;
  readonly slides: readonly SlideRecord[];
  readonly query: ReportedSet & {
    /** Of an image or a region that is no patch of the collection: what it is, and its picture. */
    readonly outside?: { readonly words: string; readonly pictureUrl: string | undefined } | undefined;
  };
  readonly hits: readonly ReportedHit[];
  /** What is found: patches, slides or cases. */
  readonly noun: string;
  /** What the nearest say, in a sentence; undefined where they say nothing. */
  readonly vote: string | undefined;
  /** How it was searched. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly date: Date;
}

export interface ReportOptions {
  /** Numbers stand for names of files, cases and the collection; columns that may name a person are left out. */
  readonly isAnonymous: boolean;
}

/** Patches shown of a case or slide. */
const SHOWN = 3;
/** CSS pixels: 34 mm. */
const PICTURE_WIDTH = 128;

/** @throws AppError storage-failed when pictures cannot be read. */
export async function questionReport(question: ReportedQuestion, options: ReportOptions): Promise<Blob> {
  const { collection, table, query, hits } = question;
  const shown = [query, ...hits].flatMap(({ ids }) => ids.slice(0, SHOWN));
  const pictures = await readThumbnails(
    collection.id,
    [...new Set(shown)].sort((a, b) => a - b),
  );
  const names = new Names(options.isAnonymous);
  const parts: Parts = { ...question, names, isAnonymous: options.isAnonymous, pictures };
  const title = options.isAnonymous ? 'Report of a search' : `Search in ${collection.name}`;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    paragraph(`${question.date.toISOString().slice(0, 16).replace('T', ' ')} UTC, Gramscope ${version}`, 'quiet'),
    '<h2>Query</h2>',
    `<div class="pictures">${picturesOf(query, parts)}${outsidePicture(question)}</div>`,
    ...describe(query, parts),
    ...(question.vote === undefined ? [] : ['<h2>Vote</h2>', paragraph(question.vote)]),
    `<h2>${hits.length} most similar ${escaped(question.noun)}, nearest first</h2>`,
    `<ol class="hits">${hits.map((hit, at) => hitItem(hit, at + 1, parts)).join('\n')}</ol>`,
    '<h2>Settings</h2>',
    `<dl>${[...question.settings, ...profileFacts(collection, table)]
      .map(({ name, value }) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
      .join('')}</dl>`,
    `<footer>${paragraph('Not a medical device. Similar texture is no diagnosis: a hit says what looks alike to a network, and nothing else.')}</footer>`,
  ];
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body>
${body.join('\n')}
</body>
</html>
`;
  return new Blob([page], { type: 'text/html;charset=utf-8' });
}

interface Parts extends ReportedQuestion {
  readonly names: Names;
  readonly isAnonymous: boolean;
  readonly pictures: ReadonlyMap<number, ArrayBuffer>;
}

/** Gives the same name the same number, by kind, in the order in which they come. */
class Names {
  readonly #isAnonymous: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  constructor(isAnonymous: boolean) {
    this.#isAnonymous = isAnonymous;
  }

  of(kind: 'Image' | 'Slide' | 'Case', name: string): string {
    if (!this.#isAnonymous) return name;
    const key = `${kind} ${name}`;
    const known = this.#numbers.get(key) ?? (this.#counts.get(kind) ?? 0) + 1;
    if (!this.#numbers.has(key)) this.#counts.set(kind, known);
    this.#numbers.set(key, known);
    return `${kind} ${known}`;
  }
}

function hitItem(hit: ReportedHit, rank: number, parts: Parts): string {
  const bits = barcodeBits(parts.collection.profile);
  const agreeing = ((100 * (bits - hit.distance)) / bits).toFixed(1);
  const distance = `distance ${Math.round(hit.distance).toLocaleString('en')}, ${agreeing} % of bits agree`;
  return `<li><strong>${rank}</strong><div class="pictures">${picturesOf(hit, parts)}</div>${paragraph(distance)}${describe(hit, parts).join('')}</li>`;
}

function picturesOf({ ids }: ReportedSet, parts: Parts): string {
  return ids
    .slice(0, SHOWN)
    .map((id) => {
      const jpeg = parts.pictures.get(id);
      const patch = parts.table.get(id);
      if (!jpeg || !patch) return '';
      return `<figure><img alt="" src="${jpegAddress(new Uint8Array(jpeg))}">${scaleBar(patch, parts)}</figure>`;
    })
    .join('');
}

/** Of a patch that was cut from a slide which knows its resolution. */
function scaleBar(patch: Patch, { slides }: Parts): string {
  const path = slidePathOf(patch);
  const microns = slides.find((slide) => slide.path === path)?.info.micronsPerPixel;
  if (!patch.area || microns === undefined) return '';
  const { length, text } = scaleBarOf(PICTURE_WIDTH / patch.area.width, microns, PICTURE_WIDTH / 2);
  return `<span class="bar" style="--length:${length.toFixed(1)}px">${escaped(text)}</span>`;
}

function outsidePicture({ query: { outside } }: ReportedQuestion): string {
  // Only what the page itself has made: no address of another origin gets into a file.
  const url = outside?.pictureUrl;
  return url?.startsWith('data:image/') ? `<figure><img alt="" src="${escaped(url)}"></figure>` : '';
}

/** Where it lies, and what is known about it. */
function describe(set: ReportedSet & Partial<Pick<ReportedQuestion['query'], 'outside'>>, parts: Parts): string[] {
  const { table, names } = parts;
  const [first] = set.ids;
  const patch = first === undefined ? undefined : table.get(first);
  const whereabouts = set.outside
    ? [parts.isAnonymous ? 'An image from outside the collection' : set.outside.words]
    : set.name !== undefined
      ? [names.of('Case', set.name), countWords(set.ids.length)]
      : set.ids.length > 1
        ? [countWords(set.ids.length)]
        : patch
          ? placeWords(patch, parts)
          : [];
  return [
    ...whereabouts.map((words) => paragraph(words)),
    ...knownOf(set.ids, parts).map((words) => paragraph(words, 'quiet')),
  ];
}

function placeWords(patch: Patch, { names }: Parts): string[] {
  const slide = slidePathOf(patch);
  if (slide === undefined || !patch.area) return [names.of('Image', patch.path)];
  const { x, y, width, height } = patch.area;
  return [`${names.of('Slide', slide)}, at ${x}, ${y}; ${width} × ${height} px`];
}

function countWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'patch' : 'patches'}`;
}

/** The label, and what tables say: of a single patch each column's words, of several what most of them have. */
function knownOf(ids: readonly number[], { table, collection, isAnonymous }: Parts): string[] {
  const labels = wordsAmong(table.label, ids);
  const columns = joinedColumns(collection.tables).filter(
    ({ name, type, isShown }) =>
      isShown && (isAnonymous ? type === 'category' && !namesCases(name, collection) : type !== 'text'),
  );
  const told = columns.flatMap((column) => {
    const counts = new Map<string, number>();
    for (const id of ids) {
      const words = wordsOf(table, column, id);
      if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return most ? [`${column.name}: ${most[0]}${counts.size > 1 ? ' (mostly)' : ''}`] : [];
  });
  return [
    ...(labels.length > 0
      ? [
          labels
            .slice(0, 3)
            .map(({ value }) => value)
            .join(', '),
        ]
      : []),
    ...told,
  ];
}

function namesCases(column: string, { sourceRule }: CollectionRecord): boolean {
  return sourceRule.kind === 'column' && sourceRule.column === column;
}

function profileFacts({ profile, profileName }: CollectionRecord, table: PatchTable) {
  return [
    { name: 'Collection', value: countWords(table.count) },
    {
      name: 'Profile',
      value: `${profileName}, ${profile.size} px, layers ${profile.layers.join(', ')}, ${barcodeBits(profile).toLocaleString('en')} bits a patch`,
    },
    { name: 'Method', value: 'Gram barcodes of VGG19, Hamming distance (arXiv:2111.15519)' },
  ];
}
