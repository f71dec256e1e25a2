/** Writes OME-Zarr folders, versions 0.4 (Zarr 2) and 0.5 (Zarr 3), file by file. */
import { gzipSync, zlibSync } from 'fflate';
import Blosc from 'numcodecs/blosc';
import Lz4 from 'numcodecs/lz4';
import type { RgbImage } from '../../../base/rgb-image.ts';
import { packZstd } from '../../testing/write-tiff.ts';
import type { FileOfFolder } from '../folder-file.ts';

export interface ZarrRecipe {
  readonly version: 2 | 3;
  /** Finest first; each of shape c, y, x, or y, x where it has one channel and `flat`. */
  readonly levels: readonly ZarrLevelRecipe[];
  readonly chunk: readonly [height: number, width: number];
  /** Channels of a chunk; 1 where it is absent. */
  readonly chunkChannels?: number;
  readonly type?: 'uint8' | 'uint16';
  readonly bigEndian?: boolean;
  readonly codec?: 'none' | 'gzip' | 'zlib' | 'zstd' | 'blosc' | 'lz4';
  /** Chunks of a shard across and down; version 3. */
  readonly shard?: number;
  /** Column-major chunks; version 2. */
  readonly order?: 'C' | 'F';
  readonly separator?: '.' | '/';
  readonly fill?: number;
  /** Chunks that are all of the fill value are left out. */
  readonly leavesOut?: boolean;
  /** Of the finest level, in `unit`; y first. */
  readonly scale?: readonly [number, number];
  readonly unit?: string;
  readonly omero?: unknown;
  readonly name?: string;
  /** Focal planes and times, all alike but for the values, which `valueAt` of the recipe's level gives. */
  readonly depth?: number;
}

export interface ZarrLevelRecipe {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  valueAt(channel: number, y: number, x: number, z: number): number;
}

export function rgbLevel({ width, height, data }: RgbImage): ZarrLevelRecipe {
  return { width, height, channels: 3, valueAt: (c, y, x) => data[(y * width + x) * 3 + c] as number };
}

/** The files of an image, below `prefix`. */
export async function writeZarr(recipe: ZarrRecipe, prefix = ''): Promise<FileOfFolder[]> {
  const files: FileOfFolder[] = [];
  const add = (path: string, content: string | Uint8Array<ArrayBuffer>) => files.push(zarrFile(prefix + path, content));
  const attributes = attributesOf(recipe);
  if (recipe.version === 2) {
    add('.zgroup', JSON.stringify({ zarr_format: 2 }));
    add('.zattrs', JSON.stringify(attributes));
  } else add('zarr.json', JSON.stringify({ zarr_format: 3, node_type: 'group', attributes: { ome: attributes } }));
  for (const [at, level] of recipe.levels.entries()) {
    if (recipe.version === 2) add(`${at}/.zarray`, JSON.stringify(arrayOfVersion2(recipe, level)));
    else add(`${at}/zarr.json`, JSON.stringify(arrayOfVersion3(recipe, level)));
    for await (const [key, bytes] of chunksOf(recipe, level)) add(`${at}/${key}`, bytes);
  }
  return files;
}

export function zarrFile(path: string, content: string | Uint8Array<ArrayBuffer>): FileOfFolder {
  return { path, file: new File([content], path.slice(path.lastIndexOf('/') + 1), { lastModified: 0 }) };
}

function attributesOf({ version, levels, scale, unit = 'micrometer', omero, name, depth }: ZarrRecipe): object {
  const [finest] = levels;
  const space = (axis: string) => ({ name: axis, type: 'space', ...(scale && { unit }) });
  const axes = [{ name: 'c', type: 'channel' }, ...(depth ? [space('z')] : []), space('y'), space('x')];
  const datasets = levels.map(({ width }, at) => {
    const factor = (finest?.width ?? 1) / width;
    const [down, across] = scale ?? [1, 1];
    const own = [1, ...(depth ? [1] : []), down * factor, across * factor];
    return { path: String(at), coordinateTransformations: [{ type: 'scale', scale: own }] };
  });
  const multiscales = [{ ...(version === 2 && { version: '0.4' }), ...(name && { name }), axes, datasets }];
  return { ...(version === 3 && { version: '0.5' }), multiscales, ...(omero !== undefined && { omero }) };
}

function shapesOf({ chunk, chunkChannels = 1, shard = 1, depth }: ZarrRecipe, level: ZarrLevelRecipe) {
  const z = depth ? [depth] : [];
  const one = depth ? [1] : [];
  return {
    shape: [level.channels, ...z, level.height, level.width],
    chunkShape: [chunkChannels, ...one, ...chunk],
    stored: [chunkChannels, ...one, chunk[0] * shard, chunk[1] * shard],
  };
}

function arrayOfVersion2(recipe: ZarrRecipe, level: ZarrLevelRecipe): object {
  const { codec = 'none', type = 'uint8', bigEndian, order = 'C', fill = 0, separator = '/' } = recipe;
  const { shape, chunkShape } = shapesOf(recipe, level);
  const compressors = {
    none: null,
    gzip: { id: 'gzip', level: 5 },
    zlib: { id: 'zlib', level: 5 },
    zstd: { id: 'zstd', level: 1 },
    lz4: { id: 'lz4', acceleration: 1 },
    blosc: { id: 'blosc', cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 },
  };
  const dtype = type === 'uint8' ? '|u1' : `${bigEndian ? '>' : '<'}u2`;
  return {
    ...{ zarr_format: 2, shape, chunks: chunkShape, dtype, compressor: compressors[codec] },
    ...{ fill_value: fill, order, filters: null, dimension_separator: separator },
  };
}

function arrayOfVersion3(recipe: ZarrRecipe, level: ZarrLevelRecipe): object {
  const { codec = 'none', type = 'uint8', bigEndian, fill = 0, separator = '/', shard } = recipe;
  const { shape, chunkShape, stored } = shapesOf(recipe, level);
  const bytes = {
    name: 'bytes',
    ...(type === 'uint16' && { configuration: { endian: bigEndian ? 'big' : 'little' } }),
  };
  const typesize = type === 'uint16' ? 2 : 1;
  const compressors = {
    none: [],
    gzip: [{ name: 'gzip', configuration: { level: 5 } }],
    zlib: [{ name: 'numcodecs.zlib', configuration: { level: 5 } }],
    zstd: [{ name: 'zstd', configuration: { level: 1, checksum: false } }],
    lz4: [{ name: 'numcodecs.lz4', configuration: { acceleration: 1 } }],
    blosc: [{ name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 'shuffle', typesize, blocksize: 0 } }],
  };
  const codecs = [bytes, ...compressors[codec]];
  const index = [{ name: 'bytes', configuration: { endian: 'little' } }, { name: 'crc32c' }];
  const sharded = { name: 'sharding_indexed', configuration: { chunk_shape: chunkShape, codecs, index_codecs: index } };
  return {
    ...{ zarr_format: 3, node_type: 'array', shape, data_type: type, fill_value: fill, attributes: {} },
    chunk_grid: { name: 'regular', configuration: { chunk_shape: stored } },
    chunk_key_encoding: { name: 'default', configuration: { separator } },
    codecs: shard ? [sharded] : codecs,
  };
}

async function* chunksOf(
  recipe: ZarrRecipe,
  level: ZarrLevelRecipe,
): AsyncGenerator<readonly [string, Uint8Array<ArrayBuffer>]> {
  const { version, separator = '/', shard, chunk, chunkChannels = 1, depth = 1 } = recipe;
  const [rows, columns] = [Math.ceil(level.height / chunk[0]), Math.ceil(level.width / chunk[1])];
  const hasDepth = recipe.depth !== undefined;
  const keyOf = (c: number, z: number, row: number, column: number) => {
    const place = [c, ...(hasDepth ? [z] : []), row, column];
    return (version === 3 ? ['c', ...place] : place).join(separator);
  };
  for (let c = 0; c * chunkChannels < level.channels; c++) {
    for (let z = 0; z < depth; z++) {
      const step = shard ?? 1;
      for (let row = 0; row < rows; row += step) {
        for (let column = 0; column < columns; column += step) {
          const key = keyOf(c, z, row / step, column / step);
          if (!shard) {
            const bytes = await packChunk(recipe, level, c, z, row, column);
            if (bytes) yield [key, bytes];
            continue;
          }
          const parts: (Uint8Array<ArrayBuffer> | undefined)[] = [];
          for (let y = 0; y < shard; y++) {
            for (let x = 0; x < shard; x++) {
              const isInside = row + y < rows && column + x < columns;
              parts.push(isInside ? await packChunk(recipe, level, c, z, row + y, column + x) : undefined);
            }
          }
          yield [key, packShard(parts)];
        }
      }
    }
  }
}

/** Undefined for a chunk that is left out. */
async function packChunk(
  recipe: ZarrRecipe,
  level: ZarrLevelRecipe,
  c: number,
  z: number,
  row: number,
  column: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { chunk, chunkChannels = 1, type = 'uint8', bigEndian = false, fill = 0, order = 'C', codec = 'none' } = recipe;
  const [height, width] = chunk;
  const count = chunkChannels * height * width;
  const size = type === 'uint16' ? 2 : 1;
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  let isEmpty = true;
  for (let i = 0; i < chunkChannels; i++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = order === 'C' ? (i * height + y) * width + x : (x * height + y) * chunkChannels + i;
        const [channel, down, across] = [c * chunkChannels + i, row * height + y, column * width + x];
        const isInside = channel < level.channels && down < level.height && across < level.width;
        const value = isInside ? level.valueAt(channel, down, across, z) : fill;
        if (value !== fill) isEmpty = false;
        if (size === 2) view.setUint16(at * 2, value, !bigEndian);
        else bytes[at] = value;
      }
    }
  }
  if (isEmpty && recipe.leavesOut) return undefined;
  if (codec === 'none') return bytes;
  if (codec === 'gzip') return gzipSync(bytes) as Uint8Array<ArrayBuffer>;
  if (codec === 'zlib') return zlibSync(bytes) as Uint8Array<ArrayBuffer>;
  if (codec === 'zstd') return packZstd(bytes) as Uint8Array<ArrayBuffer>;
  const packer =
    codec === 'lz4'
      ? Lz4.fromConfig({ id: 'lz4' })
      : Blosc.fromConfig({ id: 'blosc', clevel: 5, cname: 'lz4', shuffle: 1, blocksize: 0 });
  return new Uint8Array(await packer.encode(bytes));
}

const NOTHING = 0xffffffffffffffffn;

/** Parts one after another, then the index: where each starts and how long it is, and a checksum that nothing here reads. */
function packShard(parts: readonly (Uint8Array<ArrayBuffer> | undefined)[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const bytes = new Uint8Array(length + parts.length * 16 + 4);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const [at, part] of parts.entries()) {
    const place = length + at * 16;
    view.setBigUint64(place, part ? BigInt(offset) : NOTHING, true);
    view.setBigUint64(place + 8, part ? BigInt(part.length) : NOTHING, true);
    if (part) bytes.set(part, offset);
    offset += part?.length ?? 0;
  }
  return bytes;
}
