import { describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { type Look, separateSlides } from './separate-slides.ts';

/** A file's content says what it is: "slide", "series N instance M", "image", "large-image", "stack", "CT", "unreadable". */
const detect: Look['detect'] = async (file) => {
  const content = (await file.text()).trimEnd();
  const [, series, instance = ''] = /^(series \d+)(?: instance (\d+))?$/.exec(content) ?? [];
  if (content === 'unreadable') throw new AppError('file-unreadable');
  if (series) return { kind: 'slide', dicom: { series, instance } };
  if (content === 'stack') return { kind: 'image', pages: 5 };
  if (content === 'CT') return { kind: 'not-an-image', what: 'CT image' };
  return { kind: content === 'slide' || content === 'image' || content === 'large-image' ? content : 'not-an-image' };
};

async function separate(contents: Record<string, string>, bytes = 300_000) {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    open: async () => new File([content.padEnd(bytes)], path),
  }));
  const { files: images, slides, ...rest } = await separateSlides(files, { detect, isMaskOf: async () => false });
  return {
    images: images.map(({ path }) => path),
    slides: slides.map(({ path, files: instances }) => [path, instances.length]),
    ...rest,
    found: slides,
  };
}

describe('separating slides from images', () => {
  it('tells pointers of Git LFS from images', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';
    const { images, slides, told } = await separate({ 'a.png': pointer, 'b.svs': pointer, 'c.png': 'image' }, 10);
    expect([images, slides]).toEqual([['c.png'], []]);
    expect(told).toEqual(['a.png', 'b.svs'].map((path) => ({ path, what: expect.stringContaining('git lfs pull') })));
  });

  it('looks into files whose name leaves it open, however small', async () => {
    const contents = {
      'a.tif': 'image',
      'b.tif': 'slide',
      'c.png': 'slide',
      'd.svs': 'slide',
      e: 'image',
      'f.btf': 'image',
    };
    expect(await separate(contents, 10)).toMatchObject({
      images: ['a.tif', 'c.png', 'e', 'f.btf'],
      slides: [
        ['b.tif', 1],
        ['d.svs', 1],
      ],
      unsupported: [],
    });
  });

  it('looks into image files that may be large', async () => {
    const contents = { 'a.png': 'large-image', 'b.tif': 'large-image' };
    const { images, found } = await separate(contents, 2_000_000);
    expect(images).toEqual([]);
    expect(found).toMatchObject([
      { path: 'a.png', isLargeImage: true },
      { path: 'b.tif', isLargeImage: true },
    ]);
    expect((await separate({ 'a.png': 'large-image' }, 10)).images).toEqual(['a.png']);
  });

  it('makes one slide of the instances of a series, wherever they lie', async () => {
    const found = await separate({ 'a/1': 'series 1', 'a/2.dcm': 'series 2', 'b/3': 'series 1', README: 'text' });
    expect(found).toMatchObject({
      images: [],
      slides: [
        ['a/1', 2],
        ['a/2.dcm', 1],
      ],
      unsupported: ['README'],
    });
  });

  it('takes an instance once, and tells which files are copies: those with the longer name', async () => {
    const found = await separate({
      'a (1).dcm': 'series 1 instance 1',
      'a.dcm': 'series 1 instance 1',
      'b.dcm': 'series 1 instance 2',
      'copy of b.dcm': 'series 1 instance 2',
    });
    expect(found.found[0]?.files.map(({ path }) => path)).toEqual(['a.dcm', 'b.dcm']);
    expect(found.found[0]?.path).toBe('a.dcm');
    expect(found.told.map(({ path }) => path)).toEqual(['a (1).dcm', 'copy of b.dcm']);
  });

  it('tells what other DICOM files are, and of which stacks only a page is read', async () => {
    expect(await separate({ 'a.dcm': 'CT', 'b.tif': 'stack' })).toMatchObject({
      images: ['b.tif'],
      told: [{ path: 'a.dcm', what: 'CT image' }],
      notes: [{ path: 'b.tif', what: expect.stringContaining('first of its 5 pages') }],
    });
  });

  it('names slides that are not read, with what helps', async () => {
    const { found } = await separate({ 'a.isyntax': 'x', 'b.kfb': 'y' });
    expect(found).toMatchObject([
      {
        path: 'a.isyntax',
        unread: { code: 'slide-foreign', detail: expect.stringMatching(/Philips iSyntax: export it/) },
      },
      { path: 'b.kfb', unread: { code: 'slide-foreign', detail: expect.stringContaining('KFBIO') } },
    ]);
  });

  it('takes what cannot be read for what its name says', async () => {
    const found = await separate({ 'a.tif': 'unreadable', 'b.svs': 'unreadable', 'c.dcm': 'text', 'd.svs': 'image' });
    expect(found).toMatchObject({
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
