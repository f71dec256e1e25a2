/** Bytes hashed at either end of a file: headers and directories lie there, and a slide of gigabytes takes no longer than a tile. */
const END_BYTES = 64 * 1024;

/**
 * SHA-256 (hexadecimal) of the size and of the first and last 64 KiB of a slide's file; of several files, of their sorted
 * hashes, so that their names and order do not matter.
 * @throws What reading the files throws.
 */
export async function fingerprintOf(files: readonly Blob[]): Promise<string> {
  const hashes = await Promise.all(files.map(hashFile));
  const [only = ''] = hashes;
  return hashes.length === 1 ? only : sha256(new Blob([hashes.sort().join()]));
}

function hashFile(file: Blob): Promise<string> {
  const last = file.slice(Math.max(END_BYTES, file.size - END_BYTES));
  return sha256(new Blob([`${file.size} `, file.slice(0, END_BYTES), last]));
}

async function sha256(bytes: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
