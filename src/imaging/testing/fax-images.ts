import images from './fax-images.json' with { type: 'json' };

/** One image in every kind of CCITT compression, by libtiff, by the file's name. */
export const FAX_IMAGES: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = Object.fromEntries(
  Object.entries(images.files).map(([name, base64]) => [name, fromBase64(base64)]),
);

/** Its grey values, 0 or 255. */
export const FAX_PIXELS: readonly number[] = Array.from({ length: images.width * images.height }, (_, i) => {
  const byte =
    fromBase64(images.pixels)[Math.floor(i / images.width) * Math.ceil(images.width / 8) + ((i % images.width) >> 3)] ??
    0;
  return (byte & (0x80 >> ((i % images.width) % 8))) === 0 ? 0 : 255;
});

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
