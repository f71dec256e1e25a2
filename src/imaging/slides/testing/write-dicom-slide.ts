import { concatenate } from '../../concatenate.ts';

/** A value of a data element: text, whole numbers, bytes, or the elements of each item of a sequence. */
export type DicomValue = string | readonly number[] | Uint8Array | readonly DicomElements[];
/** By tag, in the order in which they are written: `{ 0x00280010: { US: [64] } }`. */
export type DicomElements = Readonly<Record<number, Readonly<Record<string, DicomValue>>>>;

export interface DicomRecipe {
  readonly transferSyntax: string;
  readonly elements: DicomElements;
  /** Uncompressed, one after another, or one or more fragments a frame. */
  readonly frames: readonly (readonly Uint8Array[])[];
  /** What tells where compressed frames start. */
  readonly offsets?: 'basic' | 'extended' | 'none';
  /** Sequences and items end with delimiters instead of having a length. */
  readonly delimited?: boolean;
}

const LONG_FORM = ['OB', 'OV', 'OW', 'SQ', 'UN', 'UT'];
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** Writes a DICOM file with value representations, little-endian. */
export function writeDicomSlide(recipe: DicomRecipe): Uint8Array<ArrayBuffer> {
  const { transferSyntax, elements, frames, offsets = 'basic', delimited = false } = recipe;
  const native = transferSyntax === EXPLICIT_LITTLE_ENDIAN;
  const starts = frameStarts(frames);
  const table = offsets === 'extended' && !native ? { 2145386497: { OV: wide(starts) } } : {};
  const pixels = native
    ? element(0x7fe00010, 'OB', concatenate(frames.flat()), delimited)
    : encapsulate(frames, offsets === 'basic' ? starts : []);
  return concatenate([
    new Uint8Array(128),
    text('DICM'),
    dataset({ 131088: { UI: transferSyntax } }, false),
    dataset(elements, delimited),
    dataset(table, false),
    pixels,
  ]);
}

/** From the first fragment on. */
function frameStarts(frames: DicomRecipe['frames']): number[] {
  let at = 0;
  return frames.map((fragments) => {
    const start = at;
    for (const fragment of fragments) at += 8 + fragment.length + (fragment.length % 2);
    return start;
  });
}

function encapsulate(frames: DicomRecipe['frames'], offsets: readonly number[]): Uint8Array {
  const table = concatenate(offsets.map((offset) => number(offset, 4)));
  return concatenate([
    tagBytes(0x7fe00010),
    text('OB'),
    number(0, 2),
    number(0xffffffff, 4),
    item(table),
    ...frames.flat().map(item),
    tagBytes(0xfffee0dd),
    number(0, 4),
  ]);
}

function item(bytes: Uint8Array): Uint8Array {
  const padded = even(bytes, 0);
  return concatenate([tagBytes(0xfffee000), number(padded.length, 4), padded]);
}

function dataset(elements: DicomElements, delimited: boolean): Uint8Array {
  return concatenate(
    Object.entries(elements)
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([tag, byVr]) => Object.entries(byVr).map(([vr, value]) => element(Number(tag), vr, value, delimited))),
  );
}

function element(tag: number, vr: string, value: DicomValue, delimited: boolean): Uint8Array {
  const bytes = encode(vr, value, delimited);
  const endless = vr === 'SQ' && delimited;
  const length = endless ? 0xffffffff : bytes.length;
  return concatenate([
    tagBytes(tag),
    text(vr),
    ...(LONG_FORM.includes(vr) ? [number(0, 2), number(length, 4)] : [number(length, 2)]),
    bytes,
    ...(endless ? [tagBytes(0xfffee0dd), number(0, 4)] : []),
  ]);
}

function encode(vr: string, value: DicomValue, delimited: boolean): Uint8Array {
  if (typeof value === 'string') return even(text(value), vr === 'UI' ? 0 : 0x20);
  if (value instanceof Uint8Array) return even(value, 0);
  if (vr === 'SQ') {
    return concatenate((value as readonly DicomElements[]).map((elements) => sequenceItem(elements, delimited)));
  }
  if (vr === 'FL') return new Uint8Array(Float32Array.from(value as readonly number[]).buffer);
  return concatenate((value as readonly number[]).map((one) => number(one, vr === 'US' ? 2 : 4)));
}

function sequenceItem(elements: DicomElements, delimited: boolean): Uint8Array {
  const bytes = dataset(elements, delimited);
  if (!delimited) return concatenate([tagBytes(0xfffee000), number(bytes.length, 4), bytes]);
  return concatenate([tagBytes(0xfffee000), number(0xffffffff, 4), bytes, tagBytes(0xfffee00d), number(0, 4)]);
}

function wide(values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    bytes.setBigUint64(i * 8, BigInt(value), true);
  });
  return new Uint8Array(bytes.buffer);
}

function tagBytes(tag: number): Uint8Array {
  return concatenate([number(Math.floor(tag / 0x10000), 2), number(tag % 0x10000, 2)]);
}

function number(value: number, size: 2 | 4): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  if (size === 2) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

function text(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
}

function even(bytes: Uint8Array, padding: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concatenate([bytes, Uint8Array.of(padding)]);
}

/** A frame in run lengths: a table of segments, each of literal bytes. */
export function packRunLengths(planes: readonly Uint8Array[]): Uint8Array {
  const packed = planes.map((plane) => {
    const bytes: number[] = [];
    for (let at = 0; at < plane.length; at += 128) {
      const part = plane.subarray(at, at + 128);
      bytes.push(part.length - 1, ...part);
    }
    return bytes.length % 2 === 0 ? bytes : [...bytes, 128];
  });
  const header = new Uint32Array(16);
  header[0] = planes.length;
  let at = 64;
  packed.forEach((bytes, index) => {
    header[index + 1] = at;
    at += bytes.length;
  });
  return Uint8Array.of(...new Uint8Array(header.buffer), ...packed.flat());
}
