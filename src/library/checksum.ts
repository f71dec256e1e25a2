/** Odd, so that multiplying by it loses nothing: that of FNV-1a. */
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5;

/**
 * A number that tells whether bytes have changed: FNV-1a, a word of 32 bits at a time. Any change within one aligned word
 * is found for certain, any other but for one in 2^32.
 * @param basis The checksum of what comes before them.
 * @returns An unsigned 32-bit number.
 */
export function checksum(bytes: Uint8Array, basis = BASIS): number {
  const words = bytes.length >>> 2;
  // A view of whole words must begin at one.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const view = new Uint32Array(aligned.buffer, aligned.byteOffset, words);
  let sum = basis;
  for (let at = 0; at < words; at++) sum = Math.imul(sum ^ (view[at] as number), PRIME);
  for (let at = words * 4; at < bytes.length; at++) sum = Math.imul(sum ^ (bytes[at] as number), PRIME);
  return sum >>> 0;
}

/** The same of a text, a UTF-16 code unit at a time. */
export function textChecksum(text: string, basis = BASIS): number {
  let sum = basis;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), PRIME);
  return sum >>> 0;
}
