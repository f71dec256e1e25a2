import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Gram entries on disk, so that what was computed once is never computed again, however the command ended. */
export class EntryCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(key: string): boolean {
    return existsSync(this.#fileOf(key));
  }

  async read(key: string): Promise<Float32Array> {
    const { buffer, byteOffset, byteLength } = await readFile(this.#fileOf(key));
    return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  }

  /** A file appears whole or not at all. */
  async write(key: string, entries: Float32Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.#fileOf(key);
    await writeFile(`${file}.part`, entries);
    await rename(`${file}.part`, file);
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${key}.f32`);
  }
}

/** Names entries by the file and what else they come of: `parts`. The app's code is not among it. */
export function entryKey(parts: readonly (string | number)[], file: Uint8Array): string {
  return createHash('sha256').update(parts.join('\n')).update('\n').update(file).digest('hex').slice(0, 32);
}
