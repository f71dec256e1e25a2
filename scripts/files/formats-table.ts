/** docs/formats.md: what is read of which format, what is not, and what tests it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FOREIGN_SLIDES } from '../../src/imaging/foreign-slides.ts';
import { parseCsv } from './manifest.ts';

/** A file of the corpora and how it ended, in the words of outcome-words.ts. */
type Outcome = readonly [file: string, words: string];

interface FormatRow {
  readonly format: string;
  readonly maker: string;
  readonly read: string;
  readonly notRead: string;
  /** Tests, from the project's folder. */
  readonly tests: readonly string[];
  /** Which files of the corpora are of this format. */
  readonly has: (file: string, words: string) => boolean;
}

const ending = (pattern: RegExp) => (file: string, words: string) => pattern.test(file) && !isSlide(words);
const slide = (format: string) => (_: string, words: string) => words.includes(`: ${format} `);

function isSlide(words: string): boolean {
  return /: (?:aperio|tiff|ome-tiff|ndpi|philips|leica|ventana|mirax|czi|vsi|ome-zarr|dicom|image) \d/.test(words);
}

const DECODERS = 'src/imaging/decode-image.test.ts';
const TIFF = 'src/imaging/slides/tiff-slide.test.ts';
const STITCHED = 'src/imaging/slides/stitched-slides.test.ts';
const OPENSLIDE = 'scripts/slides/openslide.test.ts';
const HOSTILE = 'scripts/hostile/hostile.test.ts';

const IMAGES: readonly FormatRow[] = [
  {
    format: 'PNG',
    maker: 'W3C',
    read: '1 to 16 bits, palette, alpha, interlaced, eXIf orientation',
    notRead: 'frames of an animation behind the first',
    tests: [DECODERS, HOSTILE],
    has: ending(/\.png$/i),
  },
  {
    format: 'JPEG',
    maker: 'ITU',
    read: 'baseline of any size, in bands; progressive as far as the memory limit goes; grey, YCbCr, RGB; EXIF orientation',
    notRead: 'CMYK, lossless, arithmetic, 12 bits',
    tests: [DECODERS, 'src/imaging/jpeg-rows.test.ts', HOSTILE],
    has: ending(/\.(?:jpe?g|jpe|jfif)$/i),
  },
  {
    format: 'WebP',
    maker: 'Google',
    read: 'lossy and lossless, alpha, EXIF orientation, the first frame of an animation',
    notRead: 'further frames',
    tests: [DECODERS, HOSTILE],
    has: ending(/\.webp$/i),
  },
  {
    format: 'BMP, DIB',
    maker: 'Microsoft',
    read: 'palette, 16 to 32 bits, bit fields, with a file header or without',
    notRead: 'run lengths, OS/2 headers',
    tests: [DECODERS, HOSTILE],
    has: ending(/\.(?:bmp|dib)$/i),
  },
  {
    format: 'GIF',
    maker: 'CompuServe',
    read: 'the first frame, interlaced or not',
    notRead: 'further frames',
    tests: [DECODERS, HOSTILE],
    has: ending(/\.gif$/i),
  },
  {
    format: 'TIFF, BigTIFF',
    maker: 'Adobe',
    read: 'strips and tiles; 1 to 16 bits; grey, palette, RGB, YCbCr; uncompressed, PackBits, CCITT, LZW, Deflate, JPEG, JPEG 2000, WebP, Zstandard',
    notRead:
      'CMYK, old-style JPEG, floating point, signed samples; pages of a stack behind the first, unless they are wanted',
    tests: ['src/imaging/decode-tiff.test.ts', 'src/imaging/ccitt.test.ts', HOSTILE],
    has: ending(/\.(?:tiff?|btf)$/i),
  },
];

const SLIDES: readonly FormatRow[] = [
  {
    format: 'SVS',
    maker: 'Aperio',
    read: 'all levels, JPEG and JPEG 2000; resolution from MPP, a guess from AppMag',
    notRead: 'label and macro, on purpose',
    tests: [TIFF, HOSTILE],
    has: slide('aperio'),
  },
  {
    format: 'Pyramidal TIFF, QPTIFF',
    maker: 'libvips, QuPath, Akoya and others',
    read: 'tiled directories and SubIFDs; images in strips, cut as slides; of QPTIFF one channel, or all in their colours',
    notRead: 'of pages of one size that are no channels of QPTIFF, the first is read',
    tests: [TIFF, HOSTILE],
    has: slide('tiff'),
  },
  {
    format: 'OME-TIFF',
    maker: 'Open Microscopy Environment',
    read: 'the largest image that is no label or macro; levels in SubIFDs; one channel, or all in their colours',
    notRead: 'planes in other files; of several focal planes and times, the first is read',
    tests: [TIFF, HOSTILE],
    has: slide('ome-tiff'),
  },
  {
    format: 'TIFF',
    maker: 'Philips',
    read: 'all levels, without the padding',
    notRead: 'iSyntax',
    tests: [TIFF, HOSTILE],
    has: slide('philips'),
  },
  {
    format: 'NDPI',
    maker: 'Hamamatsu',
    read: 'all levels by their restart intervals, files of more than 4 GiB, the main focal plane',
    notRead: 'levels without restart intervals, other focal planes',
    tests: ['src/imaging/slides/ndpi.test.ts', OPENSLIDE, HOSTILE],
    has: slide('ndpi'),
  },
  {
    format: 'SCN',
    maker: 'Leica',
    read: 'the brightfield areas of a slide, where they lie on it',
    notRead: 'fluorescence, other focal planes, areas scanned in several ways',
    tests: [STITCHED, OPENSLIDE, HOSTILE],
    has: slide('leica'),
  },
  {
    format: 'BIF, TIFF',
    maker: 'Ventana, Roche',
    read: 'all levels; camera images that overlap are joined by the mean of what the file says of their overlaps',
    notRead: 'focal planes',
    tests: [STITCHED, OPENSLIDE, HOSTILE],
    has: slide('ventana'),
  },
  {
    format: 'MIRAX (.mrxs and its folder)',
    maker: '3DHISTECH',
    read: 'all levels in JPEG, PNG and BMP; photographs lie where the scanner says, to the pixel',
    notRead: 'JPEG XR, fluorescence in images of their own',
    tests: [STITCHED, OPENSLIDE, HOSTILE],
    has: (file, words) => slide('mirax')(file, words) || /\.mrxs$/i.test(file),
  },
  {
    format: 'CZI',
    maker: 'Zeiss',
    read: 'mosaics and their coarser resolutions, all scenes on one slide; uncompressed, JPEG, Zstandard; 8 and 16 bits; one channel, or all in their colours',
    notRead: 'JPEG XR; of several focal planes and times, one is read',
    tests: ['src/imaging/slides/czi.test.ts', HOSTILE],
    has: (file, words) => slide('czi')(file, words) || /\.czi$/i.test(file),
  },
  {
    format: 'VSI (.vsi and its folder)',
    maker: 'Olympus, Evident',
    read: 'the largest image of the folder at all resolutions, in whole tiles; uncompressed, JPEG, JPEG 2000, PNG, BMP; 8 and 16 bits',
    notRead:
      'resolution, which is asked; lossless JPEG; of several planes, the most detailed is read; .vsi files without a folder',
    tests: ['src/imaging/slides/vsi.test.ts', HOSTILE],
    has: slide('vsi'),
  },
  {
    format: 'OME-Zarr (a folder)',
    maker: 'Open Microscopy Environment',
    read: 'versions 0.1 to 0.5, in chunks and shards; Blosc, gzip, Deflate, Zstandard, LZ4; 8 and 16 bits, others within their window; colour, one channel or all in their colours; the images that bioformats2raw puts in one folder, without label and macro',
    notRead:
      'plates, wells and label images, which are named; filters; Blosc with Snappy; of several focal planes and times, one is read',
    tests: [
      'src/imaging/slides/ome-zarr.test.ts',
      'scripts/slides/zarr.test.ts',
      'scripts/slides/blosc.test.ts',
      'e2e/slides-channels.spec.ts',
      HOSTILE,
    ],
    has: slide('ome-zarr'),
  },
  {
    format: 'DICOM whole slide',
    maker: 'NEMA',
    read: 'TILED_FULL and TILED_SPARSE; uncompressed and run lengths of 8 and 16 bits, JPEG, JPEG-LS, JPEG 2000, HTJ2K; images split over files; copies once',
    notRead: 'focal planes, optical paths, big-endian and deflated files',
    tests: ['src/imaging/slides/dicom-slide.test.ts', 'src/imaging/decode-codestreams.test.ts', HOSTILE],
    has: (file, words) => slide('dicom')(file, words) || /\.dcm$/i.test(file),
  },
  {
    format: 'Large images',
    maker: '',
    read: 'JPEG, PNG and others of more than 4,096 pixels a side, cut as slides',
    notRead: 'progressive JPEG and other formats beyond 64 binary megapixels',
    tests: [TIFF],
    has: slide('image'),
  },
];

/** Slides in TIFF that are told by their content, and refused with a sentence. */
const REFUSED: readonly (readonly [maker: string, help: string])[] = [['Trestle TIFF', 'its tiles overlap']];

/** The document. @param outcomes Of all corpora. */
export function formatsDocument(outcomes: readonly Outcome[]): string {
  const foreign = new Map<string, { help: string; endings: string[] }>();
  for (const [extension, { name, help }] of FOREIGN_SLIDES) {
    const known = foreign.get(name) ?? { help, endings: [] };
    foreign.set(name, { help, endings: [...known.endings, `.${extension}`] });
  }
  return [
    '# Formats',
    '',
    'Made by `npm run test:files -- --formats`; a test keeps it so. The last column counts the files of the shared corpora, which `npm test` reads, by how they end: *exact* and *within 2* levels of independent readers, *read* where there is nothing to compare with, *refused* and *skipped* with a reason.',
    '',
    '## Images, a patch each',
    '',
    ...tableOf(IMAGES, outcomes),
    '',
    '## Slides, cut into patches',
    '',
    ...tableOf(SLIDES, outcomes),
    '',
    '## Slides that are named and not read',
    '',
    'The reason stands in their row.',
    '',
    '| format | file | what helps |',
    '| --- | --- | --- |',
    ...[...foreign].map(([name, { help, endings }]) => `| ${name} | ${endings.join(', ')} | ${help} |`),
    ...REFUSED.map(([name, why]) => `| ${name} | by its content | ${why}: convert it to OME-TIFF |`),
    '',
  ].join('\n');
}

function tableOf(rows: readonly FormatRow[], outcomes: readonly Outcome[]): string[] {
  return [
    '| format | maker | read | not read | tests | in the corpora |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ format, maker, read, notRead, tests, has }) => {
      const links = tests.map((test) => `[${path.basename(test).replace(/\.test\.ts$/, '')}](../${test})`);
      return `| ${[format, maker, read, notRead, links.join(', '), countOutcomes(outcomes.filter(([file, words]) => has(file, words)))].join(' | ')} |`;
    }),
  ];
}

function countOutcomes(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const [, words] of outcomes) {
    const outcome = (words.split(':')[0] as string).replace('_', ' ');
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, count]) => `${count} ${outcome}`);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

/** The outcomes of the shared corpora, as they are committed. */
export async function knownOutcomes(): Promise<Outcome[]> {
  const folder = path.join(import.meta.dirname, 'outcomes');
  const tables = await Promise.all(
    ['field-cases.csv', 'reference-images.csv'].map(async (name) =>
      parseCsv(await readFile(path.join(folder, name), 'utf8')),
    ),
  );
  return tables.flat().map(([file = '', words = '']) => [file, words]);
}

/** Paths of all tests that the document names. */
export const NAMED_TESTS: readonly string[] = [...IMAGES, ...SLIDES].flatMap(({ tests }) => tests);
