import { describe, expect, it } from 'vitest';
import type { Stains } from '../../base/stains.ts';
import type { SourceRule } from '../../library/schema.ts';
import { estimateGroups, meanStains, stainGrouper } from './stain-groups.ts';

const STAINS: Stains = { haematoxylin: [0.6, 0.8, 0], eosin: [0, 0.8, 0.6], maxima: [2, 1] };
const RULE: SourceRule = { kind: 'pattern', pattern: 'HE-\\d+' };
const goOn = new AbortController().signal;

function image(path: string) {
  return { path, open: async () => new File([path], path) };
}

/** Readers whose sample of an image is one pixel, and that remember how many pixels stains were told from. */
function fakeReaders(broken = '') {
  const asked: number[] = [];
  return {
    asked,
    samplePixels: async (file: File) => {
      if (file.name === broken) throw new Error('broken');
      return new Uint8Array(3);
    },
    estimateStains: async (pixels: Uint8Array) => {
      asked.push(pixels.length / 3);
      return STAINS;
    },
  };
}

describe('groups of images that share their stains', () => {
  it('are what the pattern finds, or the whole collection', async () => {
    const groupOf = await stainGrouper(RULE);
    expect(['a/HE-01_1.tif', 'b/HE-01_2.tif', 'HE-02.tif', 'other.tif'].map(groupOf)).toEqual([
      'HE-01',
      'HE-01',
      'HE-02',
      '',
    ]);
  });

  it.each<SourceRule>([{ kind: 'file' }, { kind: 'folder' }, { kind: 'pattern', pattern: '(' }])(
    'are never single images, nor folders of one kind of tissue: %o',
    async (rule) => {
      expect(['tumour/1.tif', 'stroma/2.tif'].map(await stainGrouper(rule))).toEqual(['', '']);
    },
  );

  it('are told from images of all of the group, and once', async () => {
    const files = Array.from({ length: 200 }, (_, at) => image(`HE-${at % 2}_${at}.tif`));
    const readers = fakeReaders();
    const groups = await estimateGroups(files, RULE, [{ name: 'HE-1', stains: 'one-stain' }], readers, goOn);
    expect(groups).toEqual([
      { name: 'HE-1', stains: 'one-stain' },
      { name: 'HE-0', stains: STAINS },
    ]);
    expect(readers.asked).toEqual([64]);
  });

  it('pass over an image that cannot be read', async () => {
    const readers = fakeReaders('HE-1_0.tif');
    await estimateGroups([image('HE-1_0.tif'), image('HE-1_1.tif')], RULE, [], readers, goOn);
    expect(readers.asked).toEqual([1]);
  });

  it('stop being told when aborted', async () => {
    const aborted = AbortSignal.abort();
    await expect(estimateGroups([image('a')], RULE, [], fakeReaders(), aborted)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('the mean of stains', () => {
  it('leaves out what could not be told', () => {
    expect(meanStains(['little-tissue'])).toBeUndefined();
    const mean = meanStains(['one-stain', STAINS, { ...STAINS, haematoxylin: [0.8, 0.6, 0], maxima: [4, 3] }]);
    expect(mean?.maxima).toEqual([3, 2]);
    expect(mean?.eosin).toEqual(STAINS.eosin);
    expect(mean?.haematoxylin.map((density) => density.toFixed(4))).toEqual(['0.7071', '0.7071', '0.0000']);
  });
});
