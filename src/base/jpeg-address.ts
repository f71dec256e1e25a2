/** Characters made of bytes at once: arguments of one call. */
const AT_ONCE = 16_384;

/**
 * A JPEG image as an address that holds all of it. Of many small images at once that is what costs least: an address of a Blob
 * is a call into another process to make, and several to load from.
 */
export function jpegAddress(jpeg: Uint8Array): string {
  return `data:image/jpeg;base64,${toBase64(jpeg)}`;
}

function toBase64(bytes: Uint8Array & { toBase64?: () => string }): string {
  if (bytes.toBase64) return bytes.toBase64();
  let characters = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    characters += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return btoa(characters);
}
