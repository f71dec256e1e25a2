import { expect, it } from 'vitest';
import { detectSlide } from './detect-slide.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { type SlideRecipe, striped, tiled, writeTiffSlide } from './testing/write-tiff-slide.ts';

const image = slideImage(150, 101);
const tiles = await tiled(image, 32, 'none');
const smaller = await tiled(halve(image), 32, 'none');
const aperio = { 270: 'Aperio Image Library v11\n150x101' };
const ome = { 270: '<OME xmlns="x"><Image><Pixels SizeC="3"/></Image></OME>' };
// The size alone decides: its tiles are never read.
const large = { ...tiles, tags: { ...tiles.tags, 256: [4097] } };

const named = (name: string) => striped(slideImage(40, 60), { 270: name });

it.each<[string, SlideRecipe['images'], 'slide' | 'image' | 'large-image']>([
  ['in strips', [striped(image)], 'image'],
  ['of one tiled image', [tiles], 'image'],
  ['of a tiled image and another one', [tiles, striped(slideImage(20, 20))], 'image'],
  ['of a label in strips before a tiled image', [named('Label Image'), tiles], 'slide'],
  ['of an unnamed preview in strips before a tiled image', [striped(slideImage(20, 20)), tiles], 'slide'],
  [
    'of a tiled macro image before a slide with levels',
    [{ ...tiles, tags: { ...tiles.tags, 270: 'macro' } }, tiles, smaller],
    'slide',
  ],
  ['of nothing but a label', [named('Aperio Image Library\nlabel 40x60')], 'slide'],
  ['of one image that is called a label', [named('label')], 'image'],
  ['of a large image in strips', [{ ...striped(image), tags: { ...striped(image).tags, 256: [5000] } }], 'large-image'],
  ['with levels', [tiles, smaller], 'slide'],
  ['with levels in SubIFDs', [{ ...tiles, below: [smaller] }], 'slide'],
  ['of one large tiled image', [large], 'slide'],
  ["of Aperio's", [{ ...tiles, tags: { ...tiles.tags, ...aperio } }], 'slide'],
  ['of OME in tiles', [{ ...tiles, tags: { ...tiles.tags, ...ome } }], 'slide'],
  ['of OME in strips', [striped(image, ome)], 'image'],
  ['of Hamamatsu', [striped(image, { 65420: [1] })], 'slide'],
])('a TIFF file %s', async (_, images, kind) => {
  expect(await detectSlide(new Blob([writeTiffSlide({ images })]))).toEqual({ kind });
  expect(await detectSlide(new Blob([writeTiffSlide({ images, bigTiff: true })]))).toEqual({ kind });
});

it('a stack of images says how many there are', async () => {
  const stack = (...images: SlideRecipe['images']) => detectSlide(new Blob([writeTiffSlide({ images })]));
  expect(await stack(striped(image), striped(image), striped(image))).toEqual({ kind: 'image', pages: 3 });
  expect(await stack(tiles, tiles)).toEqual({ kind: 'image', pages: 2 });
  // A thumbnail is no page of a stack.
  expect(await stack(striped(image), striped(slideImage(20, 20)))).toEqual({ kind: 'image' });
});

it('a large PNG or JPEG file can be cut', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000013880000000108060000000000000000', 'hex');
  expect(await detectSlide(new Blob([png]))).toEqual({ kind: 'large-image' });
  png.writeUInt32BE(4096, 16);
  expect(await detectSlide(new Blob([png]))).toEqual({ kind: 'image' });
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108138813880301220002110103110100', 'hex');
  expect(await detectSlide(new Blob([jpeg]))).toEqual({ kind: 'large-image' });
});

it('a PNG file is an image, a text or nothing is none', async () => {
  expect(await detectSlide(new Blob(['\x89PNG\r\n\x1a\n']))).toEqual({ kind: 'not-an-image' });
  expect(await detectSlide(new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)]))).toEqual({
    kind: 'image',
  });
  expect(await detectSlide(new Blob(['Dear diary']))).toEqual({ kind: 'not-an-image' });
  expect(await detectSlide(new Blob([]))).toEqual({ kind: 'not-an-image' });
});

it('a slide whose further directories are damaged is still one', async () => {
  const bytes = writeTiffSlide({ images: [tiles, smaller] });
  expect(await detectSlide(new Blob([bytes.slice(0, -40)]))).toEqual({ kind: 'slide' });
});
