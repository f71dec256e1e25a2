/** Files are hashed in parts of this size, so that none has to be in memory whole. */
export const PART_BYTES = 1024 * 1024;

/** The SHA-256 (hex) of each part of a file. */
export interface FileChecksums {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: readonly string[];
}

/** The last file of an export; there is only one way to write it. */
export function checksumsText(files: readonly FileChecksums[]): string {
  return `${JSON.stringify({ partBytes: PART_BYTES, files })}\n`;
}

/** Hashes bytes that come in pieces of any size. */
export class PartHasher {
  readonly #part = new Uint8Array(PART_BYTES);
  readonly #hashes: Promise<string>[] = [];
  #filled = 0;

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + PART_BYTES - this.#filled);
      this.#part.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === PART_BYTES) this.#hashPart();
    }
  }

  /** The hashes of all that was pushed. */
  async finish(): Promise<string[]> {
    if (this.#filled > 0) this.#hashPart();
    return Promise.all(this.#hashes);
  }

  #hashPart(): void {
    this.#hashes.push(sha256(this.#part.slice(0, this.#filled)));
    this.#filled = 0;
  }
}

/** Hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
