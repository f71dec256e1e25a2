import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { COLOUR_BINS } from '../../src/base/colour-histogram.ts';
import type { EncodedPatch } from './page/page.ts';

const HISTOGRAM_BYTES = COLOUR_BINS * Uint16Array.BYTES_PER_ELEMENT;

/** Barcodes and colours on disk, so that what was encoded once is never encoded again, however the command ended. */
export class BarcodeCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(key: string): boolean {
    return existsSync(this.#fileOf(key));
  }

  async read(key: string): Promise<EncodedPatch> {
    const bytes = new Uint8Array(await readFile(this.#fileOf(key)));
    const cut = bytes.length - HISTOGRAM_BYTES;
    return { barcode: bytes.slice(0, cut), histogram: new Uint16Array(bytes.slice(cut).buffer) };
  }

  /** A file appears whole or not at all. */
  async write(key: string, { barcode, histogram }: EncodedPatch): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.#fileOf(key);
    await writeFile(`${file}.part`, Buffer.concat([barcode, new Uint8Array(histogram.buffer)]));
    await rename(`${file}.part`, file);
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${key}.bits`);
  }
}

/** Names a barcode by the bytes that it comes of and what else decides its bits: `parts`. The app's code is not among it. */
export function barcodeKey(parts: readonly (string | number)[], file: Uint8Array): string {
  return createHash('sha256').update(parts.join('\n')).update('\n').update(file).digest('hex').slice(0, 32);
}
