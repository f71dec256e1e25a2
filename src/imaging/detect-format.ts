export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'bmp' | 'gif' | 'tiff' | 'bigtiff';

/** Bytes from the start of a file that `detectFormat` looks at. */
export const SIGNATURE_BYTES = 16;

/** First bytes of each format; `undefined` stands for any byte. */
const SIGNATURES: readonly (readonly [ImageFormat, readonly (number | undefined)[]])[] = [
  ['png', [0x89, ...ascii('PNG\r\n\x1a\n')]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['webp', [...ascii('RIFF'), ...new Array(4), ...ascii('WEBP')]],
  ['gif', ascii('GIF87a')],
  ['gif', ascii('GIF89a')],
  ['tiff', ascii('II*\0')],
  ['tiff', ascii('MM\0*')],
  ['bigtiff', ascii('II+\0')],
  ['bigtiff', ascii('MM\0+')],
  ['bmp', ascii('BM')],
  // A bitmap without a file header: the length of its own, sides, one plane, and bits a pixel.
  ['bmp', [40, 0, 0, 0, ...new Array(2), 0, 0, ...new Array(2), undefined, undefined, 1, 0, undefined, 0]],
];

/** The format that the first bytes of a file announce, or undefined for none that Gramscope reads. */
export function detectFormat(bytes: Uint8Array): ImageFormat | undefined {
  return SIGNATURES.find(([, signature]) =>
    signature.every((byte, at) => byte === undefined || byte === bytes[at]),
  )?.[0];
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
