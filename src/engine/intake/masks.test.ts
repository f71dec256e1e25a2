import { expect, it } from 'vitest';
import { partMasks } from './masks.ts';

/** @param twoValued Paths of images that have two colours and the size of any other. */
async function masksOf(paths: readonly string[], twoValued: readonly string[] = [], slides: readonly string[] = []) {
  const files = paths.map((path) => ({ path, open: () => Promise.reject(new Error('not to be opened')) }));
  const looked: string[] = [];
  const isMaskOf = async ({ path }: { path: string }) => {
    looked.push(path);
    return twoValued.includes(path);
  };
  const { images, masks } = await partMasks(
    files,
    slides.map((path) => ({ path })),
    isMaskOf,
  );
  expect([...images, ...masks]).toHaveLength(files.length);
  return { masks: masks.map(({ path }) => path), looked };
}

it.each([
  ['p0.png', 'p0_mask.png'],
  ['p0.png', 'p0_seg.tif'],
  ['testA_1.bmp', 'testA_1_anno.bmp'],
  ['a/p0.jpg', 'b/p0-Labels.png'],
  ['p0.png', 'mask_p0.png'],
  ['p0.png', 'p0.gt.png'],
  ['p0.png', 'p0_ground_truth.png'],
  ['images/p0.png', 'masks/p0.png'],
  ['train/images/p0.jpg', 'train/labels_binary/p0.png'],
])('beside %s, %s is a mask by its name', async (image, mask) => {
  expect(await masksOf([image, mask])).toEqual({ masks: [mask], looked: [] });
});

it('a slide has masks, too', async () => {
  expect(await masksOf(['p0_mask.png'], [], ['p0.svs'])).toMatchObject({ masks: ['p0_mask.png'] });
});

it('a word alone is no mask: there must be an image that it belongs to', async () => {
  const alone = ['p0_mask.png', 'p1_mask.png', 'masks/p2.png', 'unmasked.png', 'label.png'];
  expect(await masksOf(alone)).toEqual({ masks: [], looked: [] });
});

it('files named after others are masks where they have two colours and the same size', async () => {
  const paths = ['p0.png', 'p0_tumour.png', 'p1.png', 'p1_tumour.png', 'a/q.jpg', 'b/q.png'];
  expect((await masksOf(paths, ['p0_tumour.png', 'p1_tumour.png'])).masks).toEqual(['p0_tumour.png', 'p1_tumour.png']);
  expect((await masksOf(paths, ['b/q.png'])).masks).toEqual(['b/q.png']);
  expect((await masksOf(paths, ['p0_tumour.png'])).masks).toEqual([]);
});

it('tiles that are numbered are not looked into', async () => {
  const tiles = ['case_1.png', 'case_1_001.png', 'case_1_002.png'];
  expect(await masksOf(tiles)).toEqual({ masks: [], looked: [] });
});

it('of many files named alike, a few are looked into', async () => {
  const paths = Array.from({ length: 5000 }, (_, at) => [`p${at}.png`, `p${at}_x.png`]).flat();
  const { masks, looked } = await masksOf(
    paths,
    paths.filter((path) => path.endsWith('_x.png')),
  );
  expect(masks).toHaveLength(5000);
  expect(looked.length).toBeLessThan(10);
});
