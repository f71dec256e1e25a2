/** The part of the origin's private file system that is in use here, in memory: Node has none. */
export interface FakeDisk {
  /** Bytes that there is still room for. */
  left: number;
  /** What does not fit is refused with an error, and not written in part. */
  isThrown?: boolean;
}

class FakeFile {
  readonly kind = 'file';
  readonly bytes: number[] = [];
  readonly #disk: FakeDisk;

  constructor(disk: FakeDisk) {
    this.#disk = disk;
  }

  async getFile() {
    return { size: this.bytes.length };
  }

  async createSyncAccessHandle() {
    return {
      getSize: () => this.bytes.length,
      flush: () => {},
      close: () => {},
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        const fitting = Math.min(bytes.length, this.#disk.left);
        if (fitting < bytes.length && this.#disk.isThrown) throw new DOMException('full', 'QuotaExceededError');
        this.bytes.splice(at, fitting, ...bytes.subarray(0, fitting));
        this.#disk.left -= fitting;
        return fitting;
      },
    };
  }
}

export class FakeFolder {
  readonly kind = 'directory';
  readonly disk: FakeDisk;
  readonly #entries = new Map<string, FakeFolder | FakeFile>();

  constructor(disk: FakeDisk) {
    this.disk = disk;
  }

  getDirectoryHandle(name: string, options?: { create: boolean }) {
    return this.#get(name, options, () => new FakeFolder(this.disk));
  }

  getFileHandle(name: string, options?: { create: boolean }) {
    return this.#get(name, options, () => new FakeFile(this.disk));
  }

  async #get(name: string, options: { create: boolean } | undefined, make: () => FakeFolder | FakeFile) {
    const entry = this.#entries.get(name) ?? (options?.create ? make() : undefined);
    if (!entry) throw new DOMException(name, 'NotFoundError');
    this.#entries.set(name, entry);
    return entry;
  }

  async removeEntry(name: string) {
    this.#entries.delete(name);
  }

  async *keys() {
    yield* [...this.#entries.keys()];
  }

  async *values() {
    yield* [...this.#entries.values()];
  }

  /** Contents of all files, by path. */
  list(): Record<string, number[]> {
    const listed = [...this.#entries].flatMap(([name, entry]) =>
      entry instanceof FakeFolder
        ? Object.entries(entry.list()).map(([path, bytes]): [string, number[]] => [`${name}/${path}`, bytes])
        : [[name, entry.bytes] as [string, number[]]],
    );
    return Object.fromEntries(listed);
  }
}
