import { checksumsText, type FileChecksums, PartHasher } from './checksums.ts';
import { FILES } from './manifest.ts';
import { END_BYTES, paddingAfter, tarHeader } from './tar.ts';

/** Takes the next bytes of the export; resolves when it can take more. */
export type Sink = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/** Writes files of known sizes into one archive, and at last the checksums of all of them. */
export class ArchiveWriter {
  readonly #sink: Sink;
  readonly #written: FileChecksums[] = [];

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** @throws RangeError when the pieces are not `bytes` bytes together. */
  async writeFile(name: string, bytes: number, pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    const hasher = new PartHasher();
    let written = 0;
    await this.#sink(tarHeader(name, bytes));
    for await (const piece of pieces) {
      written += piece.length;
      hasher.push(piece);
      await this.#sink(piece);
    }
    if (written !== bytes) throw new RangeError(`${name} has ${written} instead of ${bytes} bytes`);
    await this.#sink(new Uint8Array(paddingAfter(bytes)));
    this.#written.push({ name, bytes, sha256: await hasher.finish() });
  }

  async end(): Promise<void> {
    const text = new TextEncoder().encode(checksumsText(this.#written));
    await this.#sink(tarHeader(FILES.checksums, text.length));
    await this.#sink(text);
    await this.#sink(new Uint8Array(paddingAfter(text.length) + END_BYTES));
  }
}
