/** Arrays of a Zarr folder, versions 2 and 3: zarrita reads them, once what they declare has been checked. */
import { gunzipSync, unzlibSync } from 'fflate';
import * as v from 'valibot';
import { type AbsolutePath, type AsyncReadable, type Chunk, open, type RangeQuery, registry, root } from 'zarrita';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/parse.ts';
import { unpackBlosc } from '../blosc.ts';
import { toImageError } from '../image-errors.ts';
import { checkMemory } from '../image-limits.ts';
import { loadDecoder } from '../load-decoder.ts';
import { unpackLz4 } from '../lz4.ts';
import type { FolderFile } from './folder-file.ts';

/** Bytes of a number, by the types that are read. */
const BYTES = { uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4 } as const;
export type ZarrType = keyof typeof BYTES;

export type ZarrNumbers =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>;

/** A block of an array; what hangs over the array's edge is there, too. */
export interface ZarrChunk {
  readonly data: ZarrNumbers;
  /** Numbers from one value to the next along each axis. */
  readonly stride: readonly number[];
}

export interface ZarrArray {
  readonly shape: readonly number[];
  /** Of a block that is read at once: of an array in shards, a part of one. */
  readonly chunkShape: readonly number[];
  readonly type: ZarrType;
  /** In words for a person: 'Blosc', 'uncompressed'. */
  readonly compression: string;
  /** @throws AppError image-broken, image-out-of-memory, decoder-unreachable, file-unreadable */
  chunk(at: readonly number[]): Promise<ZarrChunk>;
}

const MOST_AXES = 8;
/** Parts of a shard: its index takes 16 bytes a part. */
const MOST_IN_SHARD = 2 ** 20;
/** What a checksum inside of what is compressed adds. */
const SLACK = 64;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31));
const sides = v.pipe(v.array(side), v.minLength(2), v.maxLength(MOST_AXES));
const codecSchema = v.object({ name: v.string(), configuration: v.optional(v.unknown()) });
const named = v.nullish(v.object({ id: v.string() }));

const version2 = v.object({
  zarr_format: v.literal(2),
  shape: sides,
  chunks: sides,
  dtype: v.string(),
  compressor: named,
  filters: v.nullish(v.array(v.object({ id: v.string() }))),
});

const version3 = v.object({
  zarr_format: v.literal(3),
  node_type: v.literal('array'),
  shape: sides,
  data_type: v.string(),
  chunk_grid: v.object({ name: v.literal('regular'), configuration: v.object({ chunk_shape: sides }) }),
  codecs: v.array(codecSchema),
});

const shardingSchema = v.object({
  chunk_shape: sides,
  codecs: v.array(codecSchema),
  index_codecs: v.array(codecSchema),
});

/** Names of NumPy for what version 3 calls by its own. */
const TYPES: ReadonlyMap<string, ZarrType> = new Map([
  ['u1', 'uint8'],
  ['i1', 'int8'],
  ['u2', 'uint16'],
  ['i2', 'int16'],
  ['u4', 'uint32'],
  ['i4', 'int32'],
  ['f4', 'float32'],
]);

/** Codecs that compress, in words; those of numcodecs have a prefix in version 3. */
const COMPRESSORS: ReadonlyMap<string, string> = new Map([
  ['blosc', 'Blosc'],
  ['gzip', 'gzip'],
  ['zlib', 'Deflate'],
  ['zstd', 'Zstandard'],
  ['lz4', 'LZ4'],
]);
const OTHER_CODECS: ReadonlySet<string> = new Set(['bytes', 'endian', 'crc32c', 'transpose', 'sharding_indexed']);

interface Declared {
  readonly shape: readonly number[];
  readonly stored: readonly number[];
  readonly chunkShape: readonly number[];
  readonly type: string;
  readonly codecs: readonly string[];
}

/**
 * @param path Below the folder, without a slash at its ends.
 * @returns undefined where no array lies
 * @throws AppError image-broken, slide-variant, image-too-large, file-unreadable
 */
export async function openZarrArray(folder: FolderFile, path: string): Promise<ZarrArray | undefined> {
  const declared = await readDeclared(folder, path);
  if (!declared) return undefined;
  const { shape, stored, chunkShape, codecs } = declared;
  if (stored.length !== shape.length || chunkShape.length !== shape.length) {
    throw new AppError('image-broken', `chunks of ${chunkShape.join(' x ')} in an array of ${shape.join(' x ')}`);
  }
  const type = TYPES.get(declared.type) ?? (declared.type in BYTES ? (declared.type as ZarrType) : undefined);
  if (!type) throw variant(`values of type ${declared.type.slice(0, 20)}`);
  const names = codecs.map((name) => name.replace(/^numcodecs\./, ''));
  const unknown = names.find((name) => !COMPRESSORS.has(name) && !OTHER_CODECS.has(name));
  if (unknown !== undefined) throw variant(`the codec ${unknown.slice(0, 40)}`);
  const numbers = chunkShape.reduce((product, each) => product * each, 1);
  // Packed, unpacked, and in the order of another codec.
  checkMemory(3 * numbers * BYTES[type]);
  const parts = stored.reduce((product, each, axis) => product * (each / (chunkShape[axis] as number)), 1);
  if (!Number.isInteger(parts) || parts > MOST_IN_SHARD) throw new AppError('image-broken', `shards of ${parts} parts`);
  checkMemory(64 * parts);
  guardCodecs();
  const array = await wrapped(() => open(root(storeOf(folder)).resolve(`/${path}`), { kind: 'array' }));
  return {
    shape,
    chunkShape,
    type,
    compression: names.flatMap((name) => COMPRESSORS.get(name) ?? [])[0] ?? 'uncompressed',
    chunk: async (at) => {
      const { data, stride } = (await wrapped(() => array.getChunk([...at]))) as Chunk<ZarrType>;
      if (data.length < numbers) throw new AppError('image-broken', 'a chunk that is cut off');
      return { data: data as ZarrNumbers, stride };
    },
  };
}

async function readDeclared(folder: FolderFile, path: string): Promise<Declared | undefined> {
  const second = await folder.readText(`${path}/.zarray`);
  if (second !== undefined) {
    const { shape, chunks, dtype, compressor, filters } = parsed(version2, second, path);
    const filter = filters?.[0]?.id;
    if (filter !== undefined) throw variant(`the filter ${filter.slice(0, 40)}`);
    const codecs = compressor ? [compressor.id] : [];
    return { shape, stored: chunks, chunkShape: chunks, type: dtype.replace(/^[<>|=]/, ''), codecs };
  }
  const third = await folder.readText(`${path}/zarr.json`);
  if (third === undefined) return undefined;
  const { shape, data_type: type, chunk_grid: grid, codecs } = parsed(version3, third, path);
  const stored = grid.configuration.chunk_shape;
  const sharding = codecs.find(({ name }) => name === 'sharding_indexed');
  if (!sharding) return { shape, stored, chunkShape: stored, type, codecs: codecs.map(({ name }) => name) };
  if (codecs.length > 1) throw variant('shards that are compressed as a whole');
  const { chunk_shape: chunkShape, ...inner } = parsed(
    shardingSchema,
    JSON.stringify(sharding.configuration ?? null),
    path,
  );
  const inside = [...inner.codecs, ...inner.index_codecs].map(({ name }) => name);
  if (inside.includes('sharding_indexed')) throw variant('shards within shards');
  return { shape, stored, chunkShape, type, codecs: inside };
}

function parsed<Value>(schema: v.GenericSchema<unknown, Value>, text: string, path: string): Value {
  const found = parseJson(schema, text);
  if ('problem' in found) throw new AppError('image-broken', `the array ${path}: ${found.problem}`);
  return found.value;
}

function storeOf(folder: FolderFile): AsyncReadable & Required<Pick<AsyncReadable, 'getRange'>> {
  const inFolder = (key: AbsolutePath) => key.slice(1);
  return {
    get: (key) => folder.read(inFolder(key)),
    getRange: async (key, range: RangeQuery) => {
      if (!('suffixLength' in range)) return folder.read(inFolder(key), range.offset, range.length);
      const size = folder.sizeOf(inFolder(key));
      if (size === undefined) return undefined;
      return folder.read(inFolder(key), size - range.suffixLength, range.suffixLength);
    },
  };
}

async function wrapped<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
    throw toImageError(cause);
  }
}

/** What zarrita tells a codec of what it decodes to. */
interface CodecMeta {
  readonly shape: readonly number[];
  readonly dataType: string;
}

type Unpack = (packed: Uint8Array<ArrayBuffer>, most: number) => Uint8Array | Promise<Uint8Array>;

/** None gives more than `most` bytes, or asks for them, whatever its input says. */
const UNPACK: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', (packed, most) => gunzipSync(packed, { out: new Uint8Array(most) })],
  ['zlib', (packed, most) => unzlibSync(packed, { out: new Uint8Array(most) })],
  ['zstd', unpackZstd],
  ['blosc', unpackBlosc],
  ['lz4', unpackSizedLz4],
]);

async function unpackZstd(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const { decompress } = await loadDecoder(() => import('fzstd'));
  return decompress(packed, new Uint8Array(most));
}

/** numcodecs puts the unpacked size before an LZ4 block: four bytes, the lowest first. */
function unpackSizedLz4(packed: Uint8Array<ArrayBuffer>, most: number): Uint8Array {
  if (packed.length < 4) throw new AppError('image-broken', 'a chunk that is cut off');
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  if (size > most) throw new AppError('image-broken', 'an LZ4 chunk of another size');
  const out = new Uint8Array(size);
  unpackLz4(packed.subarray(4), out);
  return out;
}

let isGuarded = false;

/** Puts codecs that give no more than a chunk holds in the place of zarrita's, which give what the stream says. */
function guardCodecs(): void {
  if (isGuarded) return;
  isGuarded = true;
  for (const [name, unpack] of UNPACK) {
    const codec = {
      fromConfig: (_: unknown, { shape, dataType }: CodecMeta) => {
        const bytes = dataType === 'uint64' ? 8 : (BYTES[dataType as ZarrType] ?? 4);
        const most = shape.reduce((product, each) => product * each, bytes) + SLACK;
        return {
          kind: 'bytes_to_bytes' as const,
          encode: () => Promise.reject(new Error('nothing is written')),
          decode: (packed: Uint8Array<ArrayBuffer>) => unpack(packed, most),
        };
      },
    };
    // biome-ignore lint/suspicious/noExplicitAny: zarrita's type of an entry is not exported.
    for (const key of [name, `numcodecs.${name}`]) registry.set(key, async () => codec as any);
  }
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `OME-Zarr with ${detail}`);
}
