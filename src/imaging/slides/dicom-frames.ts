import { AppError } from '../../base/errors.ts';
import { concatenate } from '../concatenate.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { DICOM_ITEM, type DicomElement, DicomElements, SEQUENCE_END } from './dicom-elements.ts';
import type { DicomHeader } from './dicom-header.ts';

/** First bytes of a JPEG and of a JPEG 2000 stream. */
const STARTS = [0xffd8, 0xff4f];

/** Where the frames of an image lie in its file. */
export class DicomFrames {
  readonly #source: ByteRanges;
  readonly #header: DicomHeader;
  /** Bytes of a frame that is not compressed. */
  readonly #rawBytes: number;
  #starts: Promise<Float64Array> | undefined;

  constructor(source: ByteRanges, header: DicomHeader) {
    this.#source = source;
    this.#header = header;
    this.#rawBytes = header.rows * header.columns * header.samples * (header.bits / 8);
  }

  /** The frame as it is stored. @throws AppError image-broken, file-unreadable */
  async read(frame: number): Promise<Uint8Array<ArrayBuffer>> {
    const { pixelData } = this.#header;
    if (pixelData.length !== undefined) return this.#source.read(pixelData.at + frame * this.#rawBytes, this.#rawBytes);
    this.#starts ??= this.#findStarts();
    const starts = await this.#starts;
    return this.#readFragments(starts[frame] as number, starts[frame + 1]);
  }

  /** A frame's fragments, joined: those from `start` to where the next frame starts, or to the end of all. */
  async #readFragments(start: number, next: number | undefined): Promise<Uint8Array<ArrayBuffer>> {
    // Compression may enlarge noise a little, and adds tables.
    const most = 2 * this.#rawBytes + 2 ** 16;
    const elements = new DicomElements(this.#source, start, true);
    const fragments: Uint8Array[] = [];
    let bytes = 0;
    while (next === undefined || elements.position < next) {
      const fragment = await elements.next();
      if (fragment.tag === SEQUENCE_END) break;
      bytes += lengthOf(fragment);
      if (bytes > most) throw new AppError('image-broken', `a DICOM frame of ${bytes} bytes`);
      fragments.push(await this.#source.read(fragment.at, lengthOf(fragment)));
      await elements.skip(fragment);
    }
    return concatenate(fragments);
  }

  /** Where the first fragment of each frame starts: by one of the offset tables, or else by looking through the fragments. */
  async #findStarts(): Promise<Float64Array> {
    const { pixelData, extendedOffsets, frames } = this.#header;
    const elements = new DicomElements(this.#source, pixelData.at, true);
    const table = await elements.next();
    await elements.skip({ ...table, length: lengthOf(table) });
    const first = elements.position;
    if (extendedOffsets) return this.#readTable(extendedOffsets, 8, first);
    if (lengthOf(table) > 0) return this.#readTable(table, 4, first);
    return frames === 1 ? Float64Array.of(first) : this.#scan(elements);
  }

  async #readTable(table: DicomElement, size: 4 | 8, first: number): Promise<Float64Array> {
    const { frames } = this.#header;
    if (lengthOf(table, table.tag) !== frames * size) {
      throw new AppError('image-broken', `a DICOM offset table of ${table.length} bytes for ${frames} frames`);
    }
    const bytes = await this.#source.read(table.at, frames * size);
    const view = new DataView(bytes.buffer);
    return Float64Array.from({ length: frames }, (_, i) => {
      return first + (size === 4 ? view.getUint32(i * 4, true) : Number(view.getBigUint64(i * 8, true)));
    });
  }

  async #scan(elements: DicomElements): Promise<Float64Array> {
    const { frames } = this.#header;
    const fragments: number[] = [];
    const starts: number[] = [];
    for (;;) {
      const at = elements.position;
      const fragment = await elements.next();
      if (fragment.tag === SEQUENCE_END) break;
      if (lengthOf(fragment) >= 2) {
        const [high = 0, low = 0] = await this.#source.readSmall(fragment.at, 2);
        if (STARTS.includes(high * 256 + low)) starts.push(at);
      }
      fragments.push(at);
      await elements.skip(fragment);
    }
    const found = fragments.length === frames ? fragments : starts;
    if (found.length !== frames) throw new AppError('image-broken', `${found.length} DICOM frames of ${frames}`);
    return Float64Array.from(found);
  }
}

function lengthOf({ tag, length }: DicomElement, wanted = DICOM_ITEM): number {
  if (tag !== wanted || length === undefined) throw new AppError('image-broken', 'DICOM fragments are damaged');
  return length;
}
