import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { JPEG_MARKER, jpegSegments, type Segment } from './jpeg-header.ts';
import { decodeWithMozjpeg } from './mozjpeg.ts';

/** Standard codes for differences of DC coefficients (ITU-T T.81, K.3.1): there is one for each of 8 bits a sample. */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantization: number;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  readonly acId: number;
}

/** Where the walk through the entropy-coded data is, between two rows of MCUs. */
interface Place {
  readonly at: number;
  readonly buffer: number;
  readonly buffered: number;
  readonly predictions: readonly number[];
  readonly untilRestart: number;
}

/**
 * Rows of a sequential JPEG stream as streams of their own, so that an image of any size is decoded in parts. A row is one of
 * MCUs, the blocks of all components that belong together. Codes are copied bit by bit; only the first difference of each
 * component is told anew. Nothing of the image is decoded.
 */
export class JpegRows {
  readonly width: number;
  readonly height: number;
  /** Pixels of a row of MCUs. */
  readonly rowHeight: number;
  readonly rows: number;
  readonly components: number;
  readonly #bytes: Uint8Array;
  readonly #copied: readonly Uint8Array[];
  readonly #parts: readonly Component[];
  readonly #mcusPerRow: number;
  readonly #restartInterval: number;
  /** Of each row that was reached. */
  readonly #places: Place[];

  private constructor(bytes: Uint8Array, contents: Contents) {
    const { frame, parts, copied, restartInterval, dataAt } = contents;
    const most = (side: 'across' | 'down') => Math.max(...parts.map((part) => part[side]));
    this.#bytes = bytes;
    this.#copied = copied;
    this.#parts = parts;
    this.width = frame.width;
    this.height = frame.height;
    this.components = parts.length;
    this.rowHeight = 8 * most('down');
    this.rows = Math.ceil(frame.height / this.rowHeight);
    this.#mcusPerRow = Math.ceil(frame.width / (8 * most('across')));
    this.#restartInterval = restartInterval;
    const untilRestart = restartInterval;
    this.#places = [{ at: dataAt, buffer: 0, buffered: 0, predictions: parts.map(() => 0), untilRestart }];
  }

  /**
   * @param bytes A whole stream, its tables included.
   * @returns undefined for a stream that cannot be cut: a progressive one, or one of several scans
   * @throws AppError image-broken
   */
  static open(bytes: Uint8Array): JpegRows | undefined {
    const contents = readContents(bytes);
    return contents && new JpegRows(bytes, contents);
  }

  /** Whether components can be cut out alone: where all have as many samples. */
  get canPart(): boolean {
    return this.#parts.every(({ across, down }) => across === 1 && down === 1);
  }

  /**
   * A stream of the rows from `from` to `to`.
   * @param wanted Indices of components, all where it is absent.
   * @throws AppError image-broken
   */
  cut(
    from: number,
    to: number,
    wanted: readonly number[] = this.#parts.map((_, index) => index),
  ): Uint8Array<ArrayBuffer> {
    this.#reach(from);
    const kept = this.#parts.filter((_, index) => wanted.includes(index));
    const writer = new BitWriter();
    this.#walk(from, to, writer, (index) => wanted.includes(index));
    const height = Math.min(this.height, to * this.rowHeight) - from * this.rowHeight;
    return concatenate([
      Uint8Array.of(0xff, JPEG_MARKER.soi),
      ...this.#copied,
      segment(JPEG_MARKER.dht, [0, ...DC_COUNTS, ...DC_SYMBOLS]),
      segment(JPEG_MARKER.sof0, [
        8,
        ...word(height),
        ...word(this.width),
        kept.length,
        ...kept.flatMap(({ id, across, down, quantization }) => [id, (across << 4) | down, quantization]),
      ]),
      segment(JPEG_MARKER.sos, [kept.length, ...kept.flatMap(({ id, acId }) => [id, acId]), 0, 63, 0]),
      writer.finish(),
      Uint8Array.of(0xff, JPEG_MARKER.eoi),
    ]);
  }

  #reach(row: number): void {
    const reached = this.#places.length - 1;
    if (row > reached) this.#walk(reached, row, undefined, () => false);
  }

  #walk(from: number, to: number, writer: BitWriter | undefined, isWanted: (index: number) => boolean): void {
    const place = this.#places[from] as Place;
    const reader = new BitReader(this.#bytes, place);
    const predictions = [...place.predictions];
    const written = predictions.map(() => 0);
    let { untilRestart } = place;
    for (let row = from; row < to; row++) {
      for (let mcu = 0; mcu < this.#mcusPerRow; mcu++) {
        if (this.#restartInterval > 0 && untilRestart === 0) {
          reader.restart();
          predictions.fill(0);
          untilRestart = this.#restartInterval;
        }
        untilRestart--;
        for (const [index, { across, down, dc, ac }] of this.#parts.entries()) {
          const out = isWanted(index) ? writer : undefined;
          for (let block = across * down; block > 0; block--) {
            predictions[index] = (predictions[index] as number) + reader.difference(dc);
            if (out) {
              out.putDifference((predictions[index] as number) - (written[index] as number));
              written[index] = predictions[index] as number;
            }
            reader.copyCoefficients(ac, out);
          }
        }
      }
      this.#places[row + 1] ??= { ...reader.place, predictions: [...predictions], untilRestart };
    }
  }
}

interface Contents {
  readonly frame: { readonly width: number; readonly height: number };
  readonly parts: readonly Component[];
  /** Segments that a part of the stream needs, too. */
  readonly copied: readonly Uint8Array[];
  readonly restartInterval: number;
  /** Where the entropy-coded data start. */
  readonly dataAt: number;
}

/** Quantisation, and what tells of colours. */
const COPIED: ReadonlySet<number> = new Set([JPEG_MARKER.dqt, JPEG_MARKER.app0, JPEG_MARKER.app14]);

function readContents(bytes: Uint8Array): Contents | undefined {
  const tables = new Map<number, HuffmanTable>();
  const copied: Uint8Array[] = [];
  let frame: Segment | undefined;
  let restartInterval = 0;
  for (const part of jpegSegments(bytes)) {
    const { marker, body, offset } = part;
    if (marker === JPEG_MARKER.dht) {
      for (const [id, table] of readTables(body)) tables.set(id, table);
      for (const own of acTables(body)) copied.push(segment(JPEG_MARKER.dht, own));
    } else if (COPIED.has(marker)) copied.push(segment(marker, body));
    else if (marker === JPEG_MARKER.dri && body.length >= 2) restartInterval = uint16(body, 0);
    else if (marker === JPEG_MARKER.sof0 || marker === JPEG_MARKER.sof1) frame = part;
    else if (marker === JPEG_MARKER.sos) {
      const parts = frame && readParts(frame.body, body, tables);
      const size = frame && { width: uint16(frame.body, 3), height: uint16(frame.body, 1) };
      return parts && size && { frame: size, parts, copied, restartInterval, dataAt: offset + 4 + body.length };
    }
  }
  return undefined;
}

function readParts(
  frame: Uint8Array,
  scan: Uint8Array,
  tables: ReadonlyMap<number, HuffmanTable>,
): Component[] | undefined {
  const count = frame[5] ?? 0;
  if (count < 1 || count > 4 || frame.length < 6 + 3 * count || scan.length < 1 + 2 * count) {
    throw new AppError('image-broken', 'the JPEG frame header is cut off');
  }
  if (scan[0] !== count) return undefined;
  return Array.from({ length: count }, (_, index): Component => {
    const [id = 0, sampling = 0, quantization = 0] = frame.subarray(6 + 3 * index);
    const [ofId, chosen = 0] = scan.subarray(1 + 2 * index);
    const dc = tables.get(chosen >> 4);
    const ac = tables.get(AC_CLASS | (chosen & 15));
    // A single component has one block an MCU, whatever is said of its sampling.
    const across = count === 1 ? 1 : sampling >> 4;
    const down = count === 1 ? 1 : sampling & 15;
    if (ofId !== id || !dc || !ac || across < 1 || down < 1 || across > 4 || down > 4) {
      throw new AppError('image-broken', 'a JPEG scan without its tables');
    }
    return { id, across, down, quantization, dc, ac, acId: chosen & 15 };
  });
}

const AC_CLASS = 0x10;
/** Counts of codes of each length, before the symbols. */
const COUNTS_BYTES = 16;

/** Codes of up to 16 bits: for each 16 bits ahead, the length of the code times 256, and its symbol; 0 for none. */
type HuffmanTable = Uint16Array;

function* readTables(body: Uint8Array): Generator<[id: number, table: HuffmanTable]> {
  for (const { at, symbols } of tablesIn(body)) {
    const table = new Uint16Array(2 ** 16);
    let code = 0;
    let symbol = at + 1 + COUNTS_BYTES;
    for (let length = 1; length <= COUNTS_BYTES; length++) {
      for (let i = body[at + length] as number; i > 0; i--, code += 2 ** (16 - length)) {
        table.fill((length << 8) | (body[symbol++] as number), code, code + 2 ** (16 - length));
      }
    }
    if (code > 2 ** 16 || symbols > 256) throw new AppError('image-broken', 'a JPEG table of too many codes');
    yield [body[at] as number, table];
  }
}

/** Those of AC coefficients. */
function* acTables(body: Uint8Array): Generator<Uint8Array> {
  for (const { at, symbols } of tablesIn(body)) {
    if (((body[at] as number) & AC_CLASS) === 0) continue;
    yield body.subarray(at, at + 1 + COUNTS_BYTES + symbols);
  }
}

function* tablesIn(body: Uint8Array): Generator<{ at: number; symbols: number }> {
  for (let at = 0; at + 1 + COUNTS_BYTES <= body.length; ) {
    const symbols = body.subarray(at + 1, at + 1 + COUNTS_BYTES).reduce((sum, count) => sum + count, 0);
    if (at + 1 + COUNTS_BYTES + symbols > body.length) throw new AppError('image-broken', 'a JPEG table is cut off');
    yield { at, symbols };
    at += 1 + COUNTS_BYTES + symbols;
  }
}

/** Reads codes, most significant bit first; a byte 0xff is followed by a 0. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #buffer: number;
  #buffered: number;
  /** Of the bits in the buffer, those that are made up behind the end. */
  #madeUp = 0;

  constructor(bytes: Uint8Array, { at, buffer, buffered }: Place) {
    this.#bytes = bytes;
    this.#at = at;
    this.#buffer = buffer;
    this.#buffered = buffered;
  }

  /** Without what was made up. */
  get place(): Pick<Place, 'at' | 'buffer' | 'buffered'> {
    return { at: this.#at, buffer: this.#buffer >> this.#madeUp, buffered: this.#buffered - this.#madeUp };
  }

  /** The difference of a DC coefficient to the one before it. */
  difference(table: HuffmanTable): number {
    const bits = this.#symbol(table) & 255;
    if (bits > 15) throw new AppError('image-broken', 'a JPEG coefficient of too many bits');
    const value = this.#take(bits);
    return bits > 0 && value < 2 ** (bits - 1) ? value - 2 ** bits + 1 : value;
  }

  /** Passes over the AC coefficients of a block, whose codes go to `out`. */
  copyCoefficients(table: HuffmanTable, out: BitWriter | undefined): void {
    for (let k = 1; k < 64; ) {
      const entry = this.#symbol(table, out);
      const run = (entry & 255) >> 4;
      const bits = entry & 15;
      if (bits > 0) {
        const value = this.#take(bits);
        out?.put(value, bits);
        k += run + 1;
      } else if (run === 15) k += 16;
      else return;
    }
  }

  /** Moves behind the next restart marker. */
  restart(): void {
    const [marker = 0, number = 0] = this.#bytes.subarray(this.#at);
    if (marker !== 0xff || number < JPEG_MARKER.rst0 || number > JPEG_MARKER.rst7) {
      throw new AppError('image-broken', 'a JPEG restart marker is missing');
    }
    this.#at += 2;
    this.#buffer = 0;
    this.#buffered = 0;
    this.#madeUp = 0;
  }

  #symbol(table: HuffmanTable, out?: BitWriter): number {
    this.#fill();
    const entry = table[(this.#buffer >> (this.#buffered - 16)) & 0xffff] as number;
    const length = entry >> 8;
    if (length === 0) throw new AppError('image-broken', 'a JPEG code that is in no table');
    const code = this.#take(length);
    out?.put(code, length);
    return entry;
  }

  #take(bits: number): number {
    this.#fill();
    this.#buffered -= bits;
    if (this.#buffered < this.#madeUp) throw new AppError('image-broken', 'the JPEG data end early');
    return (this.#buffer >> this.#buffered) & ((1 << bits) - 1);
  }

  #fill(): void {
    while (this.#buffered < 16) {
      const byte = this.#at < this.#bytes.length ? (this.#bytes[this.#at] as number) : 0xff;
      const isMarker = byte === 0xff && this.#bytes[this.#at + 1] !== 0;
      this.#buffer = ((this.#buffer << 8) | (isMarker ? 0 : byte)) & 0xffffff;
      this.#buffered += 8;
      if (isMarker) this.#madeUp += 8;
      else this.#at += byte === 0xff ? 2 : 1;
    }
  }
}

class BitWriter {
  #out = new Uint8Array(2 ** 16);
  #length = 0;
  #buffer = 0;
  #buffered = 0;

  /** @param bits At most 16. */
  put(value: number, bits: number): void {
    this.#buffer = ((this.#buffer << bits) | value) & 0xffffff;
    this.#buffered += bits;
    while (this.#buffered >= 8) {
      this.#buffered -= 8;
      this.#byte((this.#buffer >> this.#buffered) & 255);
    }
  }

  /** By the standard codes: 00, 010 to 110, and from 1110 on one more bit each. */
  putDifference(difference: number): void {
    const bits = 32 - Math.clz32(Math.abs(difference));
    if (bits > 11) throw new AppError('image-broken', 'a JPEG coefficient of too many bits');
    if (bits === 0) this.put(0, 2);
    else if (bits < 6) this.put(bits + 1, 3);
    else this.put(2 ** (bits - 2) - 2, bits - 2);
    if (bits > 0) this.put(difference < 0 ? difference + 2 ** bits - 1 : difference, bits);
  }

  /** The rest of the last byte is filled with ones. */
  finish(): Uint8Array {
    if (this.#buffered > 0) this.put(2 ** (8 - this.#buffered) - 1, 8 - this.#buffered);
    return this.#out.subarray(0, this.#length);
  }

  #byte(byte: number): void {
    if (this.#length + 2 > this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#length++] = byte;
    if (byte === 0xff) this.#out[this.#length++] = 0;
  }
}

function segment(marker: number, body: ArrayLike<number>): Uint8Array {
  return Uint8Array.of(0xff, marker, ...word(body.length + 2), ...Array.from(body));
}

function word(value: number): [number, number] {
  return [value >> 8, value & 255];
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

/** Of rows of MCUs. */
export interface DecodedRows {
  readonly height: number;
  /** RGBA. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Decodes the rows from `from` to `to`, with those around them, since chroma is smoothed over their edges: the pixels are those
 * of the whole image.
 * @throws AppError image-broken, decoder-unreachable; whatever the codec throws
 */
export async function decodeJpegRows(jpeg: JpegRows, from: number, to: number): Promise<DecodedRows> {
  const above = Math.max(0, from - 1);
  const { width, data } = await decodeWithMozjpeg(jpeg.cut(above, Math.min(jpeg.rows, to + 1)));
  const height = Math.min(jpeg.height, to * jpeg.rowHeight) - from * jpeg.rowHeight;
  const start = (from - above) * jpeg.rowHeight * width * 4;
  return { height, data: data.subarray(start, start + height * width * 4) };
}
