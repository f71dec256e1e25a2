import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ExpectedPixels } from './manifest.ts';

const exec = promisify(execFile);

/** Readers that do not know this project, as far as they are installed: each writes a file's RGB bytes. */
const READERS: readonly ((file: string, out: string) => Promise<unknown>)[] = [
  (file, out) => exec('/usr/bin/python3', ['scripts/files/independent-pixels.py', file, out]),
  (file, out) => exec('vips', ['rawsave', file, out]),
];

/**
 * Writes the expected pixels to `out`, as the reader has them whose bytes have the expected hash.
 * @returns Whether there is one.
 */
export async function writeExpectedPixels(file: string, { sha256 }: ExpectedPixels, out: string): Promise<boolean> {
  for (const read of READERS) {
    const isRead = await read(file, out).then(
      () => true,
      () => false,
    );
    if (
      isRead &&
      createHash('sha256')
        .update(await readFile(out))
        .digest('hex') === sha256
    )
      return true;
  }
  return false;
}
