import { AppError } from '../../base/errors.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { type DicomElement, DicomElements } from './dicom-elements.ts';

/** What kind of instance it is, and of which series. */
export interface DicomIdentity {
  readonly sopClass: string;
  readonly modality: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

/** What an instance of a whole slide says of itself. Names, dates and serial numbers are not read. */
export interface DicomHeader extends DicomIdentity {
  readonly transferSyntax: string;
  /** VOLUME, LABEL, OVERVIEW or THUMBNAIL; empty where the file does not say. */
  readonly flavour: string;
  /** TILED_FULL or TILED_SPARSE; empty where the file does not say. */
  readonly organization: string;
  readonly photometric: string;
  readonly samples: number;
  /** Bits of a sample as it lies in the file, and those of them that are in use. */
  readonly bits: number;
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly planar: boolean;
  /** Pixels of a frame. */
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly totalRows: number;
  readonly totalColumns: number;
  /** Focal planes times optical paths. */
  readonly planes: number;
  /** Of a part of an image that is split over files: which image, how many frames come before, and how many parts there are. */
  readonly concatenation:
    | { readonly uid: string; readonly framesBefore: number; readonly parts: number | undefined }
    | undefined;
  /** Between the centres of two columns, and of two rows. */
  readonly spacing: { readonly across: number; readonly down: number } | undefined;
  /** Column and row of each frame's top left pixel, counted from 1; empty where the file does not say. */
  readonly positions: readonly FramePosition[];
  readonly extendedOffsets: DicomElement | undefined;
  readonly pixelData: DicomElement;
}

export interface FramePosition {
  readonly column: number;
  readonly row: number;
}

const SIGNATURE_AT = 128;
const META_AT = 132;
const MOST_FRAMES = 2 ** 22;
/** Positions of 500,000 frames and a colour profile take less. */
const MOST_HEADER_BYTES = 2 ** 28;

const EXPLICIT_META_GROUP = 0x00030000;
const TAG = {
  mediaSopClass: 0x00020002,
  transferSyntax: 0x00020010,
  imageType: 0x00080008,
  sopClass: 0x00080016,
  sopInstanceUid: 0x00080018,
  modality: 0x00080060,
  seriesInstanceUid: 0x0020000e,
  concatenationUid: 0x00209161,
  concatenationParts: 0x00209163,
  framesBefore: 0x00209228,
  organization: 0x00209311,
  samples: 0x00280002,
  photometric: 0x00280004,
  planar: 0x00280006,
  frames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  pixelSpacing: 0x00280030,
  bits: 0x00280100,
  bitsStored: 0x00280101,
  pixelRepresentation: 0x00280103,
  pixelMeasures: 0x00289110,
  totalColumns: 0x00480006,
  totalRows: 0x00480007,
  planePosition: 0x0048021a,
  columnPosition: 0x0048021e,
  rowPosition: 0x0048021f,
  opticalPaths: 0x00480302,
  focalPlanes: 0x00480303,
  sharedGroups: 0x52009229,
  frameGroups: 0x52009230,
  extendedOffsets: 0x7fe00001,
  pixelData: 0x7fe00010,
} as const;

const IMPLICIT = '1.2.840.10008.1.2';
const UNREAD = new Map([
  ['1.2.840.10008.1.2.2', 'big-endian DICOM'],
  ['1.2.840.10008.1.2.1.99', 'deflated DICOM'],
]);

export async function isDicom(source: ByteRanges): Promise<boolean> {
  if (source.size < META_AT) return false;
  return new TextDecoder().decode(await source.readSmall(SIGNATURE_AT, 4)) === 'DICM';
}

/**
 * Reads the elements before the pixels.
 * @throws AppError image-broken, slide-variant, file-unreadable
 */
export async function readDicomHeader(source: ByteRanges): Promise<DicomHeader> {
  const { transferSyntax, reader } = await openHeader(source);
  const pixelData = await reader.readTo(TAG.pixelData);
  if (pixelData.tag !== TAG.pixelData) throw new AppError('image-broken', 'a DICOM file without pixels');
  return { ...reader.finish(), transferSyntax, pixelData };
}

/** Reads the first few elements only. Throws as `readDicomHeader` does. */
export async function readDicomIdentity(source: ByteRanges): Promise<DicomIdentity> {
  const { reader, sopClass } = await openHeader(source);
  // Elements come in the order of their tags. A directory or a document may have none so far behind.
  await reader.readTo(TAG.seriesInstanceUid + 1).catch((thrown) => {
    if (!(thrown instanceof AppError) || thrown.code !== 'image-broken' || sopClass === '') throw thrown;
  });
  const identity = reader.finish();
  return { ...identity, sopClass: identity.sopClass || sopClass };
}

async function openHeader(
  source: ByteRanges,
): Promise<{ transferSyntax: string; sopClass: string; reader: HeaderReader }> {
  const { transferSyntax, sopClass, end } = await readMeta(source);
  const unread = UNREAD.get(transferSyntax);
  if (unread) throw new AppError('slide-variant', unread);
  return {
    transferSyntax,
    sopClass,
    reader: new HeaderReader(new DicomElements(source, end, transferSyntax !== IMPLICIT)),
  };
}

/** The file's meta group, which always has value representations (PS3.10, section 7.1). */
async function readMeta(source: ByteRanges): Promise<{ transferSyntax: string; sopClass: string; end: number }> {
  const elements = new DicomElements(source, META_AT, true);
  let transferSyntax = '';
  let sopClass = '';
  while (!elements.atEnd) {
    const start = elements.position;
    const element = await elements.next();
    if (element.tag >= EXPLICIT_META_GROUP) return { transferSyntax, sopClass, end: start };
    if (element.tag === TAG.transferSyntax) [transferSyntax = ''] = await elements.texts(element);
    if (element.tag === TAG.mediaSopClass) [sopClass = ''] = await elements.texts(element);
    await elements.skip(element);
  }
  throw new AppError('image-broken', 'a DICOM file without an image');
}

class HeaderReader {
  readonly #elements: DicomElements;
  readonly #texts = new Map<number, readonly string[]>();
  readonly #numbers = new Map<number, number>();
  readonly #positions: FramePosition[] = [];
  #extendedOffsets: DicomElement | undefined;
  #spacing: { across: number; down: number } | undefined;

  constructor(elements: DicomElements) {
    this.#elements = elements;
  }

  /** Reads up to the first element of this tag or a higher one, and returns that. */
  async readTo(tag: number): Promise<DicomElement> {
    const end = this.#elements.position + MOST_HEADER_BYTES;
    while (!this.#elements.atEnd && this.#elements.position < end) {
      const element = await this.#elements.next();
      if (element.tag >= tag) return element;
      const start = this.#elements.position;
      await this.#visit(element);
      if (this.#elements.position === start) await this.#elements.skip(element);
    }
    throw new AppError('image-broken', 'a DICOM file without pixels');
  }

  finish(): Omit<DicomHeader, 'transferSyntax' | 'pixelData'> {
    const text = (tag: number, index = 0) => this.#texts.get(tag)?.[index] ?? '';
    const number = (tag: number, otherwise: number) => this.#numbers.get(tag) ?? otherwise;
    const rows = number(TAG.rows, 0);
    const columns = number(TAG.columns, 0);
    const concatenationUid = text(TAG.concatenationUid);
    return {
      sopClass: text(TAG.sopClass),
      modality: text(TAG.modality),
      seriesInstanceUid: text(TAG.seriesInstanceUid),
      sopInstanceUid: text(TAG.sopInstanceUid),
      flavour: text(TAG.imageType, 2),
      organization: text(TAG.organization),
      photometric: text(TAG.photometric),
      samples: number(TAG.samples, 1),
      bits: number(TAG.bits, 8),
      bitsStored: number(TAG.bitsStored, number(TAG.bits, 8)),
      isSigned: number(TAG.pixelRepresentation, 0) === 1,
      planar: number(TAG.planar, 0) === 1,
      rows,
      columns,
      frames: number(TAG.frames, 1),
      totalRows: number(TAG.totalRows, rows),
      totalColumns: number(TAG.totalColumns, columns),
      planes: number(TAG.focalPlanes, 1) * number(TAG.opticalPaths, 1),
      concatenation: concatenationUid
        ? {
            uid: concatenationUid,
            framesBefore: number(TAG.framesBefore, 0),
            parts: this.#numbers.get(TAG.concatenationParts),
          }
        : undefined,
      spacing: this.#spacing,
      positions: this.#positions,
      extendedOffsets: this.#extendedOffsets,
    };
  }

  async #visit(element: DicomElement): Promise<void> {
    const { tag } = element;
    if (TEXT_TAGS.has(tag)) this.#texts.set(tag, await this.#elements.texts(element));
    else if (NUMBER_TAGS.has(tag)) await this.#readNumber(element);
    else if (tag === TAG.extendedOffsets) this.#extendedOffsets = element;
    else if (tag === TAG.sharedGroups) await this.#elements.walkItems(element, (group) => this.#visitGroup(group, 0));
    else if (tag === TAG.frameGroups) {
      // Where tiles are complete and in order, one tells the spacing, and there may be 100,000.
      const isFull = this.#texts.get(TAG.organization)?.[0] === 'TILED_FULL';
      await this.#elements.walkItems(element, (group, frame) => this.#visitGroup(group, frame), isFull ? 1 : undefined);
    }
  }

  async #readNumber(element: DicomElement): Promise<void> {
    // Without value representations, this is the one number among those read that is text.
    const [value] = await this.#elements.numbers(element.tag === TAG.frames ? { ...element, vr: 'IS' } : element);
    if (value !== undefined) this.#numbers.set(element.tag, value);
  }

  async #visitGroup(group: DicomElement, frame: number): Promise<void> {
    if (frame >= MOST_FRAMES) throw new AppError('image-broken', 'a DICOM file of too many frames');
    if (group.tag === TAG.planePosition) {
      let position: FramePosition = { column: 0, row: 0 };
      await this.#elements.walkItems(group, async (element) => {
        const [value = 0] = POSITION_TAGS.has(element.tag) ? await this.#elements.numbers(element) : [];
        if (element.tag === TAG.columnPosition) position = { ...position, column: value };
        if (element.tag === TAG.rowPosition) position = { ...position, row: value };
      });
      this.#positions[frame] = position;
    } else if (group.tag === TAG.pixelMeasures) {
      await this.#elements.walkItems(group, async (element) => {
        if (element.tag !== TAG.pixelSpacing) return;
        const [down, across = down] = await this.#elements.numbers({ ...element, vr: 'DS' });
        if (down !== undefined && across !== undefined) this.#spacing ??= { across, down };
      });
    }
  }
}

const TEXT_TAGS: ReadonlySet<number> = new Set([
  TAG.imageType,
  TAG.sopClass,
  TAG.modality,
  TAG.seriesInstanceUid,
  TAG.sopInstanceUid,
  TAG.concatenationUid,
  TAG.organization,
  TAG.photometric,
]);

const NUMBER_TAGS: ReadonlySet<number> = new Set([
  TAG.samples,
  TAG.planar,
  TAG.frames,
  TAG.rows,
  TAG.columns,
  TAG.bits,
  TAG.bitsStored,
  TAG.pixelRepresentation,
  TAG.concatenationParts,
  TAG.framesBefore,
  TAG.totalColumns,
  TAG.totalRows,
  TAG.opticalPaths,
  TAG.focalPlanes,
]);

const POSITION_TAGS: ReadonlySet<number> = new Set([TAG.columnPosition, TAG.rowPosition]);
