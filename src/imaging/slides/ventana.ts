import type { XmlElement } from '@rgrove/parse-xml';
import { AppError } from '../../base/errors.ts';
import type { Resolution } from '../../base/slide.ts';
import { associatedName } from '../tiff-pages.ts';
import { childrenOf, elementsBelow, localName, readXml } from '../xml.ts';
import { type Area, composeLevel, type Piece, PieceImages } from './composed-level.ts';
import { parseDecimal, recordedResolution } from './microns.ts';
import { isTiled, type TiffContents, type TiffDirectories } from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** An area that was scanned: where it lies on the slide, and its tiles, at level 0. */
interface ScannedArea {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
}

/** How camera images of level 0 lie on the slide. */
interface Stitching {
  readonly areas: readonly ScannedArea[];
  /** From the left edge of an image to that of the next, and from the top to the next: less than an image where they overlap. */
  readonly acrossStep: number;
  readonly downStep: number;
}

const MOST_AREAS = 1000;
/** Camera images that one of our tiles is put together from: the coarsest levels have them of a pixel. */
const MOST_IN_TILE = 2 ** 20;

/**
 * Ventana BIF, and Ventana's TIFF: directories called "level=0 mag=20" and so on. In BIF, tiles are camera images that overlap,
 * and the file tells by how much they do, for each pair of neighbours; as in OpenSlide, all are laid out by the mean of that.
 * @throws AppError slide-variant, image-broken
 */
export async function readVentana(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const found: { magnification: number; level: TiffLevel; xml: string }[] = [];
  const passedOver: string[] = [];
  let resolution: Resolution = {};
  for (const tags of directories) {
    const description = await tags.text(SLIDE_TAG.imageDescription);
    const xml = await tags.text(SLIDE_TAG.xmp);
    const scan = xml.includes('iScan') ? readXml(xml) : undefined;
    const microns = scan && parseDecimal(scanAttributes(scan).ScanRes ?? '');
    if (microns) resolution = recordedResolution(microns);
    const magnification = parseDecimal(/^level=\d+ mag=([\d.,]+)/.exec(description)?.[1] ?? '');
    if (magnification && isTiled(tags)) found.push({ magnification, level: await readTiffLevel(file, tags), xml });
    else passedOver.push(associatedName(description.replaceAll('_', ' ')) ?? 'other');
  }
  const [finest, ...others] = found.toSorted((a, b) => b.magnification - a.magnification);
  if (!finest) throw variant('no levels');
  const stitching = finest.xml.includes('<ImageInfo') ? readStitching(finest.xml, finest.level) : undefined;
  if (!stitching) {
    return { format: 'ventana', resolution, images: found.map(({ level }) => level), passedOver };
  }
  const kept = new PieceImages();
  const images = [finest, ...others].map(({ magnification, level }, at) => {
    if (level.deep) throw variant('samples of 16 bits');
    if (level.tileWidth !== finest.level.tileWidth || level.tileHeight !== finest.level.tileHeight) {
      throw variant('levels of several tile sizes');
    }
    return joinImages(level, stitching, finest.magnification / magnification, kept, String(at));
  });
  return { format: 'ventana', resolution, images, passedOver };
}

function scanAttributes(root: XmlElement): XmlElement['attributes'] {
  const scan = localName(root) === 'iScan' ? root : elementsBelow(root, 'iScan').next().value;
  return scan?.attributes ?? {};
}

/** @throws AppError image-broken, slide-variant */
function readStitching(xml: string, { tileWidth, tileHeight }: TiffLevel): Stitching {
  const root = readXml(xml);
  if (!root) throw new AppError('image-broken', 'a Ventana description that cannot be read');
  const [stitch] = childrenOf(root, 'SlideStitchInfo');
  const [origin] = childrenOf(root, 'AoiOrigin');
  const infos = stitch ? childrenOf(stitch, 'ImageInfo') : [];
  const origins = (origin?.children ?? []).filter((child): child is XmlElement => child.type === 'element');
  if (infos.length === 0 || infos.length !== origins.length || infos.length > MOST_AREAS) {
    throw new AppError('image-broken', `${infos.length} Ventana areas with ${origins.length} origins`);
  }
  const across = new WeightedMean();
  const down = new WeightedMean();
  const areas: ScannedArea[] = [];
  for (const [at, info] of infos.entries()) {
    if (numberOf(info, 'AOIScanned') === 0) continue;
    const from = origins[at] as XmlElement;
    if (numberOf(info, 'Width') !== tileWidth || numberOf(info, 'Height') !== tileHeight) {
      throw variant('camera images of another size than the tiles');
    }
    const [firstColumn, firstRow] = [numberOf(from, 'OriginX') / tileWidth, numberOf(from, 'OriginY') / tileHeight];
    const [columns, rows] = [numberOf(info, 'NumCols'), numberOf(info, 'NumRows')];
    if (![firstColumn, firstRow].every(Number.isInteger) || !(columns >= 1 && rows >= 1)) {
      throw new AppError('image-broken', `a Ventana area of ${columns} x ${rows} images`);
    }
    const [x, y] = [Math.trunc(numberOf(info, 'Pos-X')), Math.trunc(numberOf(info, 'Pos-Y'))];
    areas.push({ x, y, firstColumn, firstRow, columns, rows });
    for (const joint of childrenOf(info, 'TileJointInfo')) {
      const weight = numberOf(joint, 'Confidence');
      if (joint.attributes.Direction === 'UP') down.add(numberOf(joint, 'OverlapY'), weight);
      else across.add(numberOf(joint, 'OverlapX'), weight);
    }
  }
  const acrossStep = tileWidth - across.value;
  const downStep = tileHeight - down.value;
  if (!(acrossStep >= tileWidth / 2 && downStep >= tileHeight / 2)) {
    throw new AppError('image-broken', `camera images that overlap by ${across.value} x ${down.value} pixels`);
  }
  // The file counts from a place below all areas upwards, to the bottom of each.
  const heightOf = ({ rows }: ScannedArea) => Math.trunc((rows - 1) * downStep + tileHeight);
  const top = Math.max(0, ...areas.map((area) => area.y + heightOf(area)));
  return { areas: areas.map((area) => ({ ...area, y: top - area.y - heightOf(area) })), acrossStep, downStep };
}

class WeightedMean {
  #sum = 0;
  #weight = 0;

  add(value: number, weight: number): void {
    this.#sum += value * weight;
    this.#weight += weight;
  }

  /** 0 of nothing. */
  get value(): number {
    return this.#weight > 0 ? this.#sum / this.#weight : 0;
  }
}

function numberOf({ attributes }: XmlElement, name: string): number {
  return parseDecimal(attributes[name] ?? '') || 0;
}

/** @param downsample Of the level, each of whose tiles holds as many camera images a side. */
function joinImages(
  level: TiffLevel,
  stitching: Stitching,
  downsample: number,
  kept: PieceImages,
  name: string,
): TiffLevel {
  const { areas, acrossStep, downStep } = stitching;
  const imagesOfTile = Math.max(1, Math.floor(downsample));
  const [width, height] = [level.tileWidth / downsample, level.tileHeight / downsample];
  const columns = Math.ceil(level.width / level.tileWidth);
  const end = (start: number, count: number, step: number, side: number) =>
    (start + (count - 1) * step) / downsample + side;
  const size = {
    width: Math.ceil(Math.max(0, ...areas.map((area) => end(area.x, area.columns, acrossStep, width)))),
    height: Math.ceil(Math.max(0, ...areas.map((area) => end(area.y, area.rows, downStep, height)))),
  };
  const pieceAt = (area: ScannedArea, column: number, row: number): Piece => {
    const [across, down] = [area.firstColumn + column, area.firstRow + row];
    return {
      x: Math.round((area.x + column * acrossStep) / downsample),
      y: Math.round((area.y + row * downStep) / downsample),
      width: Math.ceil(width),
      height: Math.ceil(height),
      image: Math.floor(down / imagesOfTile) * columns + Math.floor(across / imagesOfTile),
      fromX: Math.round((across % imagesOfTile) * width),
      fromY: Math.round((down % imagesOfTile) * height),
    };
  };
  const piecesIn = ({ left, top, right, bottom }: Area): Piece[] => {
    const pieces: Piece[] = [];
    let looked = 0;
    for (const area of areas) {
      // One more each way, for what rounding moves.
      const firstColumn = Math.max(0, Math.floor(((left - width - 1) * downsample - area.x) / acrossStep));
      const lastColumn = Math.min(area.columns - 1, Math.ceil(((right + 1) * downsample - area.x) / acrossStep));
      const firstRow = Math.max(0, Math.floor(((top - height - 1) * downsample - area.y) / downStep));
      const lastRow = Math.min(area.rows - 1, Math.ceil(((bottom + 1) * downsample - area.y) / downStep));
      looked += Math.max(0, lastRow - firstRow + 1) * Math.max(0, lastColumn - firstColumn + 1);
      if (looked > MOST_IN_TILE) throw new AppError('image-broken', 'more camera images than a Ventana slide has');
      // Of two that overlap, the lower and right one shows, as in OpenSlide.
      for (let row = firstRow; row <= lastRow; row++) {
        for (let column = firstColumn; column <= lastColumn; column++) {
          const piece = pieceAt(area, column, row);
          const isInside =
            piece.x < right && piece.y < bottom && piece.x + piece.width > left && piece.y + piece.height > top;
          if (isInside) pieces.push(piece);
        }
      }
    }
    return pieces;
  };
  const tiles = columns * Math.ceil(level.height / level.tileHeight);
  const decode = async (image: number) =>
    image < tiles ? level.decodeTile(image % columns, Math.floor(image / columns)) : undefined;
  const { tags, compression } = level;
  return {
    ...composeLevel({ ...size, piecesIn, decode }, kept, name),
    tags,
    compression,
    largestSample: async () => 0,
  };
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `Ventana BIF with ${detail}`);
}
