/**
 * The tar format as far as an export needs it (POSIX.1-1988 "ustar"; sizes from 8 GiB on in GNU's base-256): an archive
 * that every system opens, has no limit that a large collection meets, and can be written without going back.
 */
export const BLOCK_BYTES = 512;

/** An archive ends with two blocks of zeros. */
export const END_BYTES = 2 * BLOCK_BYTES;

const SIZE_AT = 124;
const CHECKSUM_AT = 148;

/** Sizes that fit eleven octal digits. */
const OCTAL_SIZES = 8 ** 11;

/** The block before a file's bytes. @param name At most 100 ASCII characters. */
export function tarHeader(name: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK_BYTES);
  write(header, 0, name);
  write(header, 100, '0000644\0');
  write(header, 108, '0000000\0');
  write(header, 116, '0000000\0');
  writeSize(header, size);
  write(header, 136, '00000000000\0');
  write(header, CHECKSUM_AT, '        ');
  write(header, 156, '0');
  write(header, 257, 'ustar\x0000');
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(header, CHECKSUM_AT, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** Name and size that a header tells; undefined when it is not one that `tarHeader` writes, to the byte. */
export function readTarHeader(header: Uint8Array): { name: string; size: number } | undefined {
  const name = new TextDecoder().decode(header.subarray(0, 100)).replace(/\0.*$/s, '');
  const size = readSize(header.subarray(SIZE_AT, SIZE_AT + 12));
  if (!Number.isSafeInteger(size) || !/^[\w.-]+$/.test(name)) return undefined;
  const expected = tarHeader(name, size);
  return expected.every((byte, at) => byte === header[at]) ? { name, size } : undefined;
}

/** Zeros between a file's last byte and the next block. */
export function paddingAfter(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

function writeSize(header: Uint8Array, size: number): void {
  if (size < OCTAL_SIZES) {
    write(header, SIZE_AT, `${size.toString(8).padStart(11, '0')}\0`);
    return;
  }
  header[SIZE_AT] = 0x80;
  for (let at = SIZE_AT + 11, rest = size; at > SIZE_AT; at--, rest = Math.floor(rest / 256)) header[at] = rest % 256;
}

function readSize(field: Uint8Array): number {
  if (field[0] !== 0x80) return Number.parseInt(new TextDecoder().decode(field), 8);
  return field.subarray(1).reduce((size, byte) => size * 256 + byte, 0);
}

function write(header: Uint8Array, at: number, text: string): void {
  header.set(new TextEncoder().encode(text), at);
}
