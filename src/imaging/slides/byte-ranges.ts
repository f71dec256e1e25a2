import { AppError } from '../../base/errors.ts';
import { toImageError } from '../image-errors.ts';

const PAGE_BYTES = 2 ** 16;
const MOST_PAGES = 16;

/** Ranges of a file, which is never read whole. */
export class ByteRanges {
  readonly #file: Blob;
  /** Least recently used first. */
  readonly #pages = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(file: Blob) {
    this.#file = file;
  }

  /** For what has to be decoded whole after all. */
  get file(): Blob {
    return this.#file;
  }

  get size(): number {
    return this.#file.size;
  }

  /** @throws AppError image-broken when the range is not inside of the file, file-unreadable, image-out-of-memory */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      throw new AppError('image-broken', `bytes ${offset} to ${offset + length} of a file of ${this.size}`);
    }
    return this.#readBlob(offset, length);
  }

  /** `read` for headers, where many small ranges lie close together: each read of a Blob asks another process. */
  async readSmall(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const page = Math.floor(offset / PAGE_BYTES);
    const inPage = offset - page * PAGE_BYTES;
    if (!(offset >= 0) || offset + length > this.size || inPage + length > PAGE_BYTES) return this.read(offset, length);
    return (await this.#page(page)).subarray(inPage, inPage + length);
  }

  #page(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = index * PAGE_BYTES;
    const page = this.#pages.get(index) ?? this.#readBlob(start, Math.min(PAGE_BYTES, this.size - start));
    this.#pages.delete(index);
    this.#pages.set(index, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest);
    return page;
  }

  async #readBlob(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await this.#file.slice(offset, offset + length).arrayBuffer());
    } catch (thrown) {
      const error = toImageError(thrown);
      if (error.code === 'image-out-of-memory') throw error;
      throw new AppError('file-unreadable', error.detail, { cause: thrown });
    }
  }
}
