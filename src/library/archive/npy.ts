/** Bytes that the header is filled up to a multiple of, so that what follows is aligned. */
const ALIGNMENT = 64;

/**
 * What stands before the numbers of a NumPy array in a file (format 1.0,
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 * @param type `|u1` for bytes, `<u2` for 16-bit numbers, `<f4` for float32, lowest byte first.
 */
export function npyHeader(type: '|u1' | '<u2' | '<f4', rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const unpadded = 10 + description.length + 1;
  const length = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(length);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, length - 10, true);
  header.set(new TextEncoder().encode(`${description.padEnd(length - 11)}\n`), 10);
  return header;
}
