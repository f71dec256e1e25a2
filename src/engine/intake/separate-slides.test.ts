import { describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { type Detect, separateSlides } from './separate-slides.ts';

/** A file's content, without the blanks that make it large, says what it is: "slide", "series N", "image", "unreadable". */
const detect: Detect = async (file) => {
  const content = (await file.text()).trimEnd();
  if (content === 'unreadable') throw new AppError('file-unreadable');
  if (content.startsWith('series')) return { kind: 'slide', seriesInstanceUid: content };
  return { kind: content === 'slide' || content === 'image' ? content : 'not-an-image' };
};

const opened: string[] = [];

async function separate(contents: Record<string, string>, bytes = 300_000) {
  opened.length = 0;
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    async open() {
      opened.push(path);
      return new File([content.padEnd(bytes)], path);
    },
  }));
  const { files: images, slides, unsupported } = await separateSlides(files, detect);
  return {
    images: images.map(({ path }) => path),
    slides: slides.map(({ path, files: instances }) => [path, instances.length]),
    unsupported,
  };
}

describe('separating slides from images', () => {
  it('looks into files whose name leaves it open', async () => {
    const found = await separate({ 'a.tif': 'image', 'b.tif': 'slide', 'c.png': 'slide', 'd.svs': 'slide' });
    expect(found).toEqual({
      images: ['a.tif', 'c.png'],
      slides: [
        ['b.tif', 1],
        ['d.svs', 1],
      ],
      unsupported: [],
    });
    expect(opened).toEqual(['a.tif', 'b.tif', 'd.svs']);
  });

  it('takes small TIFF files for tiles, unseen', async () => {
    const found = await separate({ 'a.tif': 'slide', 'b.svs': 'slide' }, 100_000);
    expect(found).toMatchObject({ images: ['a.tif'], slides: [['b.svs', 1]] });
  });

  it('makes one slide of the instances of a series, wherever they lie', async () => {
    const found = await separate({ 'a/1': 'series 1', 'a/2.dcm': 'series 2', 'b/3': 'series 1', README: 'text' });
    expect(found).toEqual({
      images: [],
      slides: [
        ['a/1', 2],
        ['a/2.dcm', 1],
      ],
      unsupported: ['README'],
    });
  });

  it('takes what cannot be read for what its name says', async () => {
    const found = await separate({ 'a.tif': 'unreadable', 'b.svs': 'unreadable', 'c.dcm': 'text', 'd.svs': 'image' });
    expect(found).toEqual({
      images: ['a.tif'],
      slides: [
        ['b.svs', 1],
        ['c.dcm', 1],
        ['d.svs', 1],
      ],
      unsupported: [],
    });
  });
});
