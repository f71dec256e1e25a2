import type { RgbImage } from '../../../base/rgb-image.ts';
import { halve, slideImage } from './slide-image.ts';
import { type SlidePacking, type TiffImage, tiled, writeTiffSlide } from './write-tiff-slide.ts';

/** A scanned area, in pixels of level 0. */
export interface LeicaArea {
  readonly x: number;
  readonly y: number;
  readonly image: RgbImage;
  readonly illumination?: string;
}

/** Nanometres of a pixel of level 0. */
const DENSITY = 500;
const TILE = 48;

/**
 * Writes a Leica SCN file of two levels, with an overview of the whole slide in front.
 * @param size Of the slide, in pixels of level 0; even, as the places and sizes of the areas.
 */
export async function writeLeica(
  size: { readonly width: number; readonly height: number },
  areas: readonly LeicaArea[],
  packing: SlidePacking = 'jpeg',
): Promise<Uint8Array<ArrayBuffer>> {
  const directories: TiffImage[] = [];
  const add = async (image: RgbImage, density: number, tags: TiffImage['tags'] = {}) => {
    const resolution = {
      282: { rational: [10_000_000 / density, 1] },
      283: { rational: [10_000_000 / density, 1] },
      296: [3],
    } as const;
    directories.push(await tiled(image, TILE, packing, { ...resolution, ...tags }));
    return `<dimension sizeX="${image.width}" sizeY="${image.height}" r="0" ifd="${directories.length - 1}"/>`;
  };
  const images: string[] = [];
  const overview = await add(slideImage(60, 40), (size.width * DENSITY) / 60);
  images.push(imageXml(0, 0, size.width, size.height, [overview], 'brightfield'));
  for (const { x, y, image, illumination = 'brightfield' } of areas) {
    const dimensions = [await add(image, DENSITY), await add(halve(image), 2 * DENSITY)];
    images.push(imageXml(x, y, image.width, image.height, dimensions, illumination));
  }
  const xml = `<?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><collection name="a" sizeX="${size.width * DENSITY}" sizeY="${size.height * DENSITY}"><barcode>SUQtNDcxMQ==</barcode>${images.join('')}</collection></scn>`;
  const [first, ...others] = directories as [TiffImage, ...TiffImage[]];
  return writeTiffSlide({ bigTiff: true, images: [{ ...first, tags: { ...first.tags, 270: xml } }, ...others] });
}

function imageXml(
  x: number,
  y: number,
  width: number,
  height: number,
  dimensions: readonly string[],
  illumination: string,
): string {
  const settings = `<scanSettings><objectiveSettings><objective>20</objective></objectiveSettings><illuminationSettings><numericalAperture>0.4</numericalAperture><illuminationSource>${illumination}</illuminationSource></illuminationSettings></scanSettings>`;
  return `<image><creationDate>2020-01-01</creationDate><device model="x" version="1"/><pixels sizeX="${width}" sizeY="${height}">${dimensions.join('')}</pixels><view sizeX="${width * DENSITY}" sizeY="${height * DENSITY}" offsetX="${x * DENSITY}" offsetY="${y * DENSITY}"/>${settings}</image>`;
}
