/** Hostile and broken files beside good ones: each ends in the report, the run goes on, the page stays alive. */
import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { expect, type OpenApp, openApp, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredFailures, readStoredPatches } from './support/library.ts';
import { expectIndexed, gallery, startAndFinish } from './support/screens.ts';
import { makeTileFolder } from './support/tiles.ts';

const shared = sharedFolder();
const GOOD = 8;

/** Crashed another project's decoder, but is a whole WebP file by the format's own tools. */
const WHOLE_AFTER_ALL = 'bad/panic.webp';

/** A whole PNG file by its structure, that claims 40,000 x 40,000 pixels. */
function hugePng(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(40_000, 0);
  header.writeUInt32BE(40_000, 4);
  // 8 bits, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'ascii');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

test.describe('hostile files beside good ones', () => {
  test.skip(!shared, 'The real tiles and the hostile files are not on this machine.');

  let app: OpenApp;
  test.beforeAll(async () => {
    app = await openApp();
  });
  test.afterAll(() => app.close());

  test('every bad file ends in the report, every good one is indexed, the page stays alive', async () => {
    const { page } = app;
    const folder = await makeTileFolder(shared ?? '', 1);
    await cp(path.join(shared ?? '', 'corpora/bad-images'), path.join(folder, 'bad'), { recursive: true });
    await writeFile(path.join(folder, 'bad', 'huge.png'), hugePng());
    await writeFile(path.join(folder, 'bad', 'empty.jpg'), '');
    const bad = (await readdir(path.join(folder, 'bad'), { recursive: true })).filter((file) => /\.\w+$/.test(file));

    await dropOnPage(page, [folder]);
    // Two of the broken files say that they are tiled and far too large for an image: they are slides that cannot be read.
    await expect(page.getByRole('dialog')).toContainText(`Index ${GOOD + bad.length - 2} images and 2 whole slides`);
    await startAndFinish(page, GOOD + 1, 220_000);

    const patches = await readStoredPatches(page, 1_280);
    const fromBad = patches.map(({ path: file }) => file).filter((file) => file.startsWith('bad/'));
    expect(fromBad).toEqual([WHOLE_AFTER_ALL]);
    const failures = await readStoredFailures(page);
    const expected = bad.map((file) => `bad/${file}`).filter((file) => file !== WHOLE_AFTER_ALL);
    expect(failures.map(({ path: file }) => file).sort()).toEqual(expected.sort());
    expect(failures.find(({ path: file }) => file === 'bad/huge.png')?.code).toBe('image-too-large');
    expect(failures.find(({ path: file }) => file === 'bad/empty.jpg')?.code).toBe('file-empty');

    await page
      .getByRole('button', { name: /could not be indexed|files? failed|report/i })
      .first()
      .click();
    await expect(page.getByRole('dialog')).toContainText('bad/huge.png');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save report' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await page.keyboard.press('Escape');
    await gallery(page).getByRole('option').first().click();
    await expect(page.getByRole('list', { name: 'Similar patches' }).getByRole('listitem')).toHaveCount(GOOD);
  });

  test('a file deleted between the drop and its turn is reported, and the run goes on', async () => {
    const { page } = app;
    const folder = await makeTileFolder(shared ?? '', 1, 'vanishing');
    await dropOnPage(page, [folder]);
    await expect(page.getByRole('dialog')).toContainText(`${GOOD} images`);
    await rm(path.join(folder, '08_EMPTY'), { recursive: true });
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expectIndexed(page, GOOD - 1, 100_000);
    const failures = await readStoredFailures(page);
    expect(failures.filter(({ code }) => code === 'file-unreadable')).toHaveLength(1);
  });
});
