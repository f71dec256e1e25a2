import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../setup/shared-folder.mjs';
import { formatsDocument, knownOutcomes, NAMED_TESTS } from './formats-table.ts';
import { parseCsv, readManifest } from './manifest.ts';
import { outcomeInWords } from './outcome-words.ts';
import { countFile, emptyTally, isExplained } from './tally-files.ts';
import { FileTrier, type TriedFile } from './try-files.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const CORPORA = path.resolve(sharedFolder() ?? '', 'corpora');
/** Writes the outcomes anew, to be looked through before they are committed. */
const WRITES = process.env.GRAMSCOPE_WRITE_OUTCOMES !== undefined;

/** The outcome of every file of a corpus, as this folder has it: path and words. */
async function expectOutcomes(corpus: string, tried: readonly TriedFile[]): Promise<void> {
  const file = path.join(import.meta.dirname, 'outcomes', `${corpus}.csv`);
  const rows = tried.map((each) => [each.path, outcomeInWords(each)]);
  if (WRITES) await writeFile(file, rows.map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\n`).join(''));
  expect(rows).toEqual(parseCsv(await readFile(file, 'utf8')));
}

describe.skipIf(!sharedFolder())('every file of the corpora ends as it is known to', () => {
  let trier: FileTrier;
  beforeAll(async () => {
    trier = await FileTrier.start();
  });
  afterAll(() => trier.stop());

  it('reference images', async () => {
    const folder = path.join(CORPORA, 'reference-images');
    const manifest = await readManifest(path.join(folder, 'manifest.csv'));
    await expectOutcomes('reference-images', await trier.try(folder, manifest, ['manifest.csv']));
  });

  it('field cases, each a folder that is dropped', async () => {
    const folder = path.join(CORPORA, 'field-cases');
    const cases = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const tried: TriedFile[] = [];
    for (const { name } of cases.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      for (const file of await trier.try(path.join(folder, name)))
        tried.push({ ...file, path: `${name}/${file.path}` });
    }
    await expectOutcomes('field-cases', tried);
  });
});

describe('what a tally counts', () => {
  const tallyOf = (file: Partial<TriedFile>) => {
    const tally = emptyTally();
    countFile(tally, { path: 'a', as: 'image', outcome: 'refused', isExpected: false, ...file });
    return tally;
  };

  it('a refusal is needless where there are pixels, and unexplained where it says nothing of the file', () => {
    expect(tallyOf({ isExpected: true, error: { code: 'format-variant', detail: 'TIFF with 7 bits' } })).toMatchObject({
      tried: 1,
      refused: 1,
      needless: 1,
      unexplained: 0,
    });
    const cmyk = { code: 'format-variant', detail: 'TIFF with CMYK colours' } as const;
    expect(tallyOf({ isExpected: true, error: cmyk })).toMatchObject({ refused: 1, needless: 0, by_choice: 1 });
    expect(tallyOf({ error: { code: 'format-variant', detail: '' } })).toMatchObject({ needless: 0, unexplained: 1 });
    expect(tallyOf({ outcome: 'skipped', isExpected: true })).toMatchObject({ skipped: 1, needless: 1 });
  });

  it.each([
    ['image-broken', '[object Object]', false],
    ['image-broken', 'undefined bytes', false],
    ['unexpected', 'TypeError', false],
    ['file-empty', '', true],
    ['image-broken', 'the PNG file is cut off', true],
  ] as const)('%s “%s” is explained: %s', (code, detail, explained) => {
    expect(isExplained({ code, detail })).toBe(explained);
  });
});

describe('parseCsv', () => {
  it('reads quoted cells, with commas, quotation marks and line ends in them, and the last line without an end', () => {
    expect(parseCsv('a,b,c\r\n"1,2","say ""hi""","x\ny"\n,,\nlast,,z')).toEqual([
      ['a', 'b', 'c'],
      ['1,2', 'say "hi"', 'x\ny'],
      ['', '', ''],
      ['last', '', 'z'],
    ]);
  });
});

it('docs/formats.md is what `npm run test:files -- --formats` makes, and the tests it names are there', async () => {
  expect(await readFile('docs/formats.md', 'utf8')).toBe(formatsDocument(await knownOutcomes()));
  for (const test of NAMED_TESTS) await expect(access(test), test).resolves.toBeUndefined();
});
