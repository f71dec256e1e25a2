import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../imaging/decode-image.ts';
import { slideImage } from '../../imaging/slides/testing/slide-image.ts';
import { striped, writeTiffSlide } from '../../imaging/slides/testing/write-tiff-slide.ts';
import { chooseFrom } from './choose-from.ts';
import { pageAt, pagesOf } from './stack-pages.ts';
import { intakeFromFiles } from './walk.ts';

/** Images of one size, each of a brightness of its own, behind a smaller preview. */
function stack(bigTiff: boolean, bigEndian: boolean): Uint8Array<ArrayBuffer> {
  const page = (value: number) => striped({ width: 8, height: 6, data: new Uint8Array(8 * 6 * 3).fill(value) });
  return writeTiffSlide({ bigTiff, bigEndian, images: [striped(slideImage(4, 3)), page(10), page(20), page(30)] });
}

describe('pages of a stack', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('are each read where all are wanted (BigTIFF: %s, big-endian: %s)', async (bigTiff, bigEndian) => {
    const file = new File([stack(bigTiff, bigEndian)], 'a.b.tif', { lastModified: 7 });
    const intake = await intakeFromFiles([Object.assign(file, { webkitRelativePath: '' })]);
    expect(intake.files).toMatchObject([{ path: 'a.b.tif', pages: 3 }]);
    expect(chooseFrom(intake, { masks: 'leave-out', largeImages: 'cut', stacks: 'first' }).files).toEqual(intake.files);
    const all = chooseFrom(intake, { masks: 'leave-out', largeImages: 'cut', stacks: 'all' });
    expect(all.notes).toEqual([]);
    expect(all.files.map(({ path }) => path)).toEqual(['a.b (page 1).tif', 'a.b (page 2).tif', 'a.b (page 3).tif']);
    const values: (number | undefined)[] = [];
    for (const page of all.files) {
      const opened = await page.open();
      expect([opened.size, opened.lastModified]).toEqual([file.size, 7]);
      values.push((await decodeImage(opened)).data[0]);
    }
    expect(values).toEqual([10, 20, 30]);
  });

  it('have paths that lead back to the stack', () => {
    const file = { path: 'x.y/plain', pages: 2, open: () => Promise.reject(new Error('not to be opened')) };
    expect(pagesOf(file).map(({ path }) => pageAt(path))).toEqual([
      { stack: 'x.y/plain', page: 1 },
      { stack: 'x.y/plain', page: 2 },
    ]);
    expect(pageAt('a/b.c (page 12).tif')).toEqual({ stack: 'a/b.c.tif', page: 12 });
    expect(pageAt('a/b (page 0).tif')).toBeUndefined();
    expect(pageAt('a (page 1)/b.tif')).toBeUndefined();
  });
});
