import { concatenate } from '../../concatenate.ts';
import { packZstd } from '../../testing/write-tiff.ts';

export interface CziImage {
  /** Pixels of level 0; may be negative. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of what is stored; as `width` and `height` where it is absent. */
  readonly stored?: { readonly width: number; readonly height: number };
  readonly pixelType: number;
  readonly compression: number;
  readonly data: Uint8Array;
  /** Further dimensions, such as Z, C and M. */
  readonly at?: Readonly<Record<string, number>>;
}

const MICRONS = 0.5;

/** Writes a CZI file: a segment for each image, one of XML, and the directory of all. */
export function writeCzi(images: readonly CziImage[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (name: string, data: Uint8Array) => {
    const head = new Uint8Array(32);
    head.set(new TextEncoder().encode(name));
    new DataView(head.buffer).setBigInt64(16, BigInt(data.length), true);
    new DataView(head.buffer).setBigInt64(24, BigInt(data.length), true);
    parts.push(head, data);
    length += head.length + data.length;
    return length - head.length - data.length;
  };
  const header = new Uint8Array(512);
  add('ZISRAWFILE', header);
  const places = images.map((image) => {
    const entry = entryOf(image, 0);
    const head = new Uint8Array(Math.max(256, 16 + entry.length));
    new DataView(head.buffer).setBigInt64(8, BigInt(image.data.length), true);
    head.set(entry, 16);
    return add('ZISRAWSUBBLOCK', concatenate([head, image.data]));
  });
  const xml = new TextEncoder().encode(
    `<ImageDocument><Metadata><Scaling><Items>${['X', 'Y'].map((id) => `<Distance Id="${id}"><Value>${MICRONS * 1e-6}</Value></Distance>`).join('')}</Items></Scaling><DisplaySetting><Channels><Channel Id="Channel:0" Name="DAPI"><Color>#FF0000FF</Color></Channel></Channels></DisplaySetting></Metadata></ImageDocument>`,
  );
  const xmlHead = new Uint8Array(256);
  new DataView(xmlHead.buffer).setInt32(0, xml.length, true);
  const metadataAt = add('ZISRAWMETADATA', concatenate([xmlHead, xml]));
  const directoryHead = new Uint8Array(128);
  new DataView(directoryHead.buffer).setInt32(0, images.length, true);
  const entries = images.map((image, i) => entryOf(image, places[i] as number));
  const directoryAt = add('ZISRAWDIRECTORY', concatenate([directoryHead, ...entries]));
  const view = new DataView(header.buffer);
  view.setBigInt64(52, BigInt(directoryAt), true);
  view.setBigInt64(60, BigInt(metadataAt), true);
  return Uint8Array.from(concatenate(parts));
}

function entryOf(
  { x, y, width, height, stored, pixelType, compression, at = {} }: CziImage,
  place: number,
): Uint8Array {
  const dimensions: [name: string, start: number, size: number, stored: number][] = [
    ['X', x, width, stored?.width ?? width],
    ['Y', y, height, stored?.height ?? height],
    ...Object.entries(at).map(([name, start]): [string, number, number, number] => [name, start, 1, 1]),
  ];
  const bytes = new Uint8Array(32 + 20 * dimensions.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4456);
  view.setInt32(2, pixelType, true);
  view.setBigInt64(6, BigInt(place), true);
  view.setInt32(18, compression, true);
  view.setInt32(28, dimensions.length, true);
  dimensions.forEach(([name, start, size, storedSize], i) => {
    const offset = 32 + 20 * i;
    view.setUint8(offset, name.charCodeAt(0));
    view.setInt32(offset + 4, start, true);
    view.setInt32(offset + 8, size, true);
    view.setInt32(offset + 16, storedSize, true);
  });
  return bytes;
}

/** Zstandard as CZI has it with a head; `parted`: lower bytes before upper ones. */
export function packCziZstd(bytes: Uint8Array, parted: boolean): Uint8Array {
  if (!parted) return concatenate([Uint8Array.of(1), packZstd(bytes)]);
  const lower = bytes.filter((_, i) => i % 2 === 0);
  const upper = bytes.filter((_, i) => i % 2 === 1);
  return concatenate([Uint8Array.of(3, 1, 1), packZstd(concatenate([lower, upper]))]);
}
