/** What a drop may be, given as the browser itself gives it: names that handles hide, and what is no file. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode as encodePng } from 'fast-png';
import { drawTexture } from '../src/engine/intake/draw-texture.ts';
import { expect, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';

/** Names that Chromium's handles leave out, but for the first. */
const NAMES = ['plain.png', 'a:b.png', 'what?.png', 'tab\t.png', 'back\\slash.png', 'con/in-con.png', 'COM1/d.png'];

test('images are found whatever they are called, and which of them a reload would lose is said', async ({ app }) => {
  test.skip(process.platform === 'win32', 'Windows has no such names.');
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-names-')), 'names');
  const bytes = encodePng({ ...drawTexture('crypts', 1, 64), channels: 3, depth: 8 });
  for (const name of NAMES) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  await dropOnPage(app.page, [folder]);
  const review = app.page.getByRole('dialog', { name: `Index ${NAMES.length} images` });
  await expect(review).toBeVisible();
  await expect(review.getByText(`${NAMES.length - 1} images: indexed now, but this browser hides`)).toBeVisible();
});

test('whatever is dropped, the page stays, and says what it could not take', async ({ app }) => {
  const { page, url } = app;
  await page.getByText('On this machine').waitFor();
  const session = await page.context().newCDPSession(page);
  for (const address of ['file:///home/me/colon', 'https://example.org/tile.png']) {
    const items = [{ mimeType: 'text/uri-list', data: address, title: '', baseURL: '' }];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items, files: [], dragOperationsMask: 1 };
      await session.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
    }
    const dialog = page.getByRole('dialog', { name: 'No images found' });
    await expect(dialog.getByText('dropped as an address')).toBeVisible();
    await page.keyboard.press('Escape');
    expect(page.url()).toBe(url);
  }
});

test('of files of one name that are chosen together one is taken, and the other is said', async ({ app }) => {
  const content = (of: number) => Buffer.from(encodePng({ ...drawTexture('crypts', of, 64), channels: 3, depth: 8 }));
  const file = (name: string, of: number) => ({ name, mimeType: 'image/png', buffer: content(of) });
  await app.page
    .getByLabel('Files to index')
    .first()
    .setInputFiles([file('1.png', 1), file('1.png', 2), file('2.png', 3)]);
  const review = app.page.getByRole('dialog', { name: 'Index 2 images' });
  await review.getByText('Skipped: 1 file: chosen together with a file of the same name').click();
  await expect(review.getByRole('listitem').filter({ hasText: '1.png' })).toBeVisible();
});
