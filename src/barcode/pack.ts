/**
 * Packs bits most significant first, as `numpy.packbits` does; the last byte is filled with zeros.
 *
 * @param bits One 0 or 1 an element.
 */
export function packBits(bits: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, at) => {
    packed[at >> 3] = (packed[at >> 3] ?? 0) | (bit << (7 - (at & 7)));
  });
  return packed;
}
