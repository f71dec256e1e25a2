import { AppError } from '../../base/errors.ts';
import type { ByteRanges } from './byte-ranges.ts';

/** One data element (DICOM PS3.5, section 7). */
export interface DicomElement {
  /** Group and element: 0x00280010. */
  readonly tag: number;
  /** Empty where the file leaves it to the dictionary. */
  readonly vr: string;
  /** Where its value starts, in bytes. */
  readonly at: number;
  /** undefined where a delimiter ends it. */
  readonly length: number | undefined;
}

export const DICOM_ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;

const UNDEFINED_LENGTH = 0xffffffff;
const MOST_DEPTH = 16;
/** Of a value that is read: no number or short text is longer. */
const MOST_VALUE_BYTES = 2 ** 16;

/** Value representations whose length has 4 bytes, after 2 that are reserved. */
const LONG_FORM: ReadonlySet<string> = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);

/** Steps through the elements of a little-endian file. What it reads past the file's end is image-broken. */
export class DicomElements {
  position: number;
  readonly #source: ByteRanges;
  #explicit: boolean;

  constructor(source: ByteRanges, position: number, explicit: boolean) {
    this.#source = source;
    this.position = position;
    this.#explicit = explicit;
  }

  get atEnd(): boolean {
    return this.position >= this.#source.size;
  }

  /** Reads an element's header and moves to its value. */
  async next(): Promise<DicomElement> {
    const start = this.position;
    const header = await this.#view(start, 8);
    const tag = header.getUint16(0, true) * 0x10000 + header.getUint16(2, true);
    const isDelimiter = tag >= DICOM_ITEM;
    const vr = this.#explicit && !isDelimiter ? String.fromCharCode(header.getUint8(4), header.getUint8(5)) : '';
    const long = LONG_FORM.has(vr);
    const length = long
      ? (await this.#view(start + 8, 4)).getUint32(0, true)
      : vr === ''
        ? header.getUint32(4, true)
        : header.getUint16(6, true);
    this.position = start + (long ? 12 : 8);
    return { tag, vr, at: this.position, length: length === UNDEFINED_LENGTH ? undefined : length };
  }

  /** Moves behind an element whose header was read last. */
  async skip({ vr, at, length }: DicomElement, depth = 0): Promise<void> {
    if (length !== undefined) {
      this.position = at + length;
      return;
    }
    if (depth > MOST_DEPTH) throw new AppError('image-broken', 'DICOM sequences are nested too deep');
    const explicit = this.#explicit;
    // What is unknown and of undefined length is written without value representations (PS3.5, 6.2.2).
    if (vr === 'UN') this.#explicit = false;
    for (
      let inner = await this.next();
      inner.tag !== SEQUENCE_END && inner.tag !== ITEM_END;
      inner = await this.next()
    ) {
      await this.skip(inner, depth + 1);
    }
    this.#explicit = explicit;
  }

  /** Calls `visit` on each element up to `end`, or up to the delimiter; it may step into the element. */
  async walk(end: number | undefined, visit: (element: DicomElement) => Promise<void>): Promise<void> {
    while (end === undefined || this.position < end) {
      const element = await this.next();
      if (element.tag === ITEM_END || element.tag === SEQUENCE_END) return;
      const start = this.position;
      await visit(element);
      if (this.position === start) await this.skip(element);
    }
  }

  /**
   * Calls `visit` on each element of each item of a sequence whose header was read last.
   * @param most Items that are visited; what is behind them is skipped.
   */
  async walkItems(
    { at, length }: DicomElement,
    visit: (element: DicomElement, item: number) => Promise<void>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const end = length === undefined ? undefined : at + length;
    for (let item = 0; end === undefined || this.position < end; item++) {
      const header = await this.next();
      if (header.tag === SEQUENCE_END) return;
      if (header.tag !== DICOM_ITEM) throw new AppError('image-broken', 'a DICOM sequence without items');
      if (item >= most) {
        await this.skip(header);
        if (end !== undefined) this.position = end;
        continue;
      }
      await this.walk(header.length === undefined ? undefined : header.at + header.length, (element) =>
        visit(element, item),
      );
    }
  }

  /** The parts of a text, without padding. */
  async texts(element: DicomElement): Promise<string[]> {
    const bytes = await this.#value(element);
    const text = new TextDecoder('latin1').decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return text.split('\\').map((part) => part.replaceAll('\0', '').trim());
  }

  /** The numbers of an element that is text (IS, DS), or binary whole numbers of 2 or 4 bytes by its length. */
  async numbers(element: DicomElement): Promise<number[]> {
    if (element.vr === 'IS' || element.vr === 'DS') return (await this.texts(element)).map(Number);
    const bytes = await this.#value(element);
    if (bytes.byteLength === 2) return [bytes.getUint16(0, true)];
    return bytes.byteLength === 4 ? [bytes.getUint32(0, true)] : [];
  }

  #value({ tag, at, length }: DicomElement): Promise<DataView> {
    if (length === undefined || length > MOST_VALUE_BYTES) {
      throw new AppError('image-broken', `DICOM element ${tag.toString(16)} has ${length} bytes`);
    }
    return this.#view(at, length);
  }

  async #view(offset: number, length: number): Promise<DataView> {
    const bytes = await this.#source.readSmall(offset, length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
