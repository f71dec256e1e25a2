import type { RgbImage } from '../../../base/rgb-image.ts';
import { codecStream } from '../../testing/codec-streams.ts';
import { encodeJpeg } from '../../testing/encode-with-jsquash.ts';
import { packFolder } from '../folder-file.ts';
import { halve, slideImage } from './slide-image.ts';
import { type CziImage, packCziZstd, writeCzi } from './write-czi.ts';
import { type DicomElements, type DicomRecipe, packRunLengths, writeDicomSlide } from './write-dicom-slide.ts';
import { writeLeica } from './write-leica.ts';
import { writeNdpi } from './write-ndpi.ts';
import { cutTile, striped, tiled, writeTiffSlide } from './write-tiff-slide.ts';
import { writeVentana } from './write-ventana.ts';
import { rgbLevel, writeZarr, type ZarrRecipe } from './write-zarr.ts';

/** Pixels a side. */
const TILE = 48;
const whole = slideImage(110, 90);
const half = halve(whole);

/** 40 x 30 pixels, three components, lossless; made with `opj_compress -n 3 -r 8,4,1`. */
export const JPEG_2000_STREAM = Uint8Array.from(
  Buffer.from(
    '/0//UQAvAAAAAAAoAAAAHgAAAAAAAAAAAAAAKAAAAB4AAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAMBAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAE1AAH/k8fSwDZ7YF4Q2DJZ892U0VK8mHedVQ5HwgcXMdOmo7t4iS8mUV4HVS1SdOGqEZhLQFh769952BJhcFzemJASfNuVICp2K1Oc3U/IYK+oMTeYHODxN7A/5LMt6QcwxjHX9OyusRowj9Hb1YdaOLFzN5i/33ngEU8DwtzrEII5W0Df9TCTtvHP9Y2hn/wq7N2SZVVxvpZylSyujInjfgX15KKNjHEgA2lZ8a539Fv6YRg/wCOAIgBA4+tO3MBwkARAQOQF31GMwPjDAEDkBoW2L8A6ZAFRACZ0LdqgVWvSC8cF6Z8UAFyv13uw3xP/SFf/f8A4SA+AUHQt4HWvQwJnH8B8AsB8AoB0LeB2m69DAr0fgICAgICAgICAwMDA8AD0AMAAgMEAwQD/2Q==',
    'base64',
  ),
);

/** Whose tissue the slides are, as DICOM and Aperio's files tell. */
export const PATIENT = { name: 'Doe^Jane', id: 'ID-4711' };

/** A slide of one tile of JPEG 2000. */
export function jpeg2000Slide(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = { 256: [40], 257: [30], 322: [40], 323: [30] };
  const tags = { ...size, 258: [8, 8, 8], 259: [33_005], 262: [2], 270: 'Aperio Image Library', 277: [3] };
  return writeTiffSlide({ images: [{ tags, blocks: [stream], places: [324, 325] }] });
}

/** A small good slide of every format. The name's ending is the format's. */
export async function oneSlideOfEach(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const label = striped(slideImage(20, 30));
  const aperio = (size: string) =>
    `Aperio Image Library v11\n${size} (48x48) JPEG/RGB Q=30|AppMag = 20|MPP = 0.5|Barcode = ${PATIENT.id}|Title = ${PATIENT.name}`;
  const ome =
    '<?xml version="1.0"?><OME xmlns="x"><Image ID="Image:0" Name="slide"><Pixels SizeX="110" SizeY="90" SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="0.5" PhysicalSizeXUnit="µm"/></Image><Image ID="Image:1" Name="label image"/></OME>';
  const philips =
    '<?xml version="1.0"?><DataObject ObjectType="DPUfsImport"><Attribute Name="DICOM_PIXEL_SPACING" Group="0x0028">&quot;0.0005&quot; &quot;0.0005&quot;</Attribute></DataObject>';
  const pyramid = [await tiled(whole, TILE, 'deflate'), await tiled(half, TILE, 'lzw')];
  return new Map([
    [
      'tissue.svs',
      writeTiffSlide({
        images: [
          await tiled(whole, TILE, 'jpeg', { 270: aperio('110x90') }),
          striped(slideImage(30, 20), { 270: 'Aperio Image Library v11\n110x90 -> 30x20 - |AppMag = 20' }),
          await tiled(half, TILE, 'jpeg', { 270: aperio('110x90 -> 55x45') }),
          striped(slideImage(20, 30), { 270: 'Aperio Image Library v11\nlabel 20x30' }),
        ],
      }),
    ],
    ['pyramid.tiff-slide', writeTiffSlide({ images: pyramid })],
    ['pyramid.bigtiff-slide', writeTiffSlide({ bigTiff: true, bigEndian: true, images: pyramid })],
    [
      'levels.ome-tiff',
      writeTiffSlide({
        bigTiff: true,
        images: [
          { ...(await tiled(whole, TILE, 'webp', { 270: ome })), below: [await tiled(half, TILE, 'deflate')] },
          label,
        ],
      }),
    ],
    [
      'padded.philips',
      writeTiffSlide({
        images: [
          await tiled(slideImage(144, 96), TILE, 'jpeg', { 270: philips }),
          await tiled(slideImage(96, 48), TILE, 'jpeg'),
          striped(slideImage(20, 10), { 270: 'Macro' }),
        ],
      }),
    ],
    [
      'intervals.ndpi',
      await writeNdpi([
        { image: whole, lens: 20, interval: 7 },
        { image: half, lens: 10, interval: 7 },
        { image: slideImage(24, 16), lens: -1 },
      ]),
    ],
    ['areas.leica', await writeLeica({ width: 160, height: 120 }, [{ x: 10, y: 20, image: whole }])],
    ['overlaps.ventana', await writeVentana({ image: whole, tile: 32, overlap: 8, columns: 4, rows: 3 })],
    ['uncompressed.dicom', writeDicomSlide(await dicom('none'))],
    ['jpeg.dicom', writeDicomSlide(await dicom('JPEG'))],
    ['run-lengths.dicom', writeDicomSlide(await dicom('run lengths'))],
    ['jpeg-ls.dicom', oneFrame('1.2.840.10008.1.2.4.80', codecStream('pixelAfterPixel'))],
    ['jpeg-ls-planes.dicom', oneFrame('1.2.840.10008.1.2.4.81', codecStream('componentAfterComponent'))],
    ['htj2k.dicom', oneFrame('1.2.840.10008.1.2.4.201', codecStream('htj2k'))],
    ['mosaic.czi', writeCzi(cziImages())],
    ['chunks.ome-zarr', await zarr({ version: 2, codec: 'blosc', scale: [0.5, 0.5] })],
    ['shards.ome-zarr', await zarr({ version: 3, codec: 'gzip', shard: 2 })],
    ['one-tile.jpeg2000', jpeg2000Slide(JPEG_2000_STREAM)],
  ]);
}

const SPACING: DicomElements = {
  1375769129: { SQ: [{ 2658576: { SQ: [{ 2621488: { DS: '0.0005\\0.0005' } }] } }] },
};

/** The folder as one file. */
async function zarr(part: Pick<ZarrRecipe, 'version'> & Partial<ZarrRecipe>): Promise<Uint8Array<ArrayBuffer>> {
  const files = await writeZarr({ levels: [rgbLevel(whole), rgbLevel(half)], chunk: [TILE, TILE], ...part });
  return new Uint8Array(await packFolder('a.ome.zarr', files).arrayBuffer());
}

/** Two images that overlap, and one of half the resolution. */
function cziImages(): CziImage[] {
  const place = (image: RgbImage, x: number, scale: number, compression: number): CziImage => {
    const { width, height, data } = image;
    const stored = { width, height };
    const packed = compression === 0 ? data : packCziZstd(data, false);
    return { x, y: 0, width: width * scale, height: height * scale, stored, pixelType: 3, compression, data: packed };
  };
  return [place(whole, 0, 1, 0), place(whole, 90, 1, 6), place(half, 0, 2, 6)];
}

/** A slide of a single frame of 40 x 30 pixels. */
export function oneFrame(transferSyntax: string, stream: Uint8Array): Uint8Array<ArrayBuffer> {
  const elements = elementsOf({ width: 40, height: 30 }, { width: 40, height: 30 }, 1, 'RGB');
  return writeDicomSlide({ transferSyntax, elements, frames: [[stream]] });
}

/** TILED_FULL, as scanners write it. */
async function dicom(packing: keyof typeof TRANSFER_SYNTAX): Promise<DicomRecipe> {
  const tiles = tilesOf(whole);
  const colours = packing === 'JPEG' ? 'YBR_FULL_422' : 'RGB';
  const elements = elementsOf(whole, { width: TILE, height: TILE }, tiles.length, colours);
  const frames = await Promise.all(tiles.map(async (tile) => [await packFrame(tile, packing)]));
  return { transferSyntax: TRANSFER_SYNTAX[packing], elements, frames };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function elementsOf(total: Size, frame: Size, frames: number, colours: string): DicomElements {
  return {
    524296: { CS: 'ORIGINAL\\PRIMARY\\VOLUME\\NONE' },
    524310: { UI: '1.2.840.10008.5.1.4.1.1.77.1.6' },
    524384: { CS: 'SM' },
    1048592: { PN: PATIENT.name },
    1048608: { LO: PATIENT.id },
    2097166: { UI: '1.2.826.0.1.99' },
    2134801: { CS: 'TILED_FULL' },
    2621442: { US: [3] },
    2621444: { CS: colours },
    2621446: { US: [0] },
    2621448: { IS: String(frames) },
    2621456: { US: [frame.height] },
    2621457: { US: [frame.width] },
    2621696: { US: [8] },
    4718598: { UL: [total.width] },
    4718599: { UL: [total.height] },
    ...SPACING,
  };
}

const TRANSFER_SYNTAX = {
  none: '1.2.840.10008.1.2.1',
  JPEG: '1.2.840.10008.1.2.4.50',
  'run lengths': '1.2.840.10008.1.2.5',
} as const;

async function packFrame(tile: RgbImage, packing: keyof typeof TRANSFER_SYNTAX): Promise<Uint8Array> {
  if (packing === 'JPEG') return encodeJpeg(tile);
  if (packing === 'none') return tile.data;
  return packRunLengths([0, 1, 2].map((channel) => tile.data.filter((_, i) => i % 3 === channel)));
}

function tilesOf(image: RgbImage): RgbImage[] {
  const tiles: RgbImage[] = [];
  for (let top = 0; top < image.height; top += TILE) {
    for (let left = 0; left < image.width; left += TILE) tiles.push(cutTile(image, left, top, TILE, TILE));
  }
  return tiles;
}
