/** A file that is being written. */
export interface FileTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Only now is the file there. */
  close(): Promise<void>;
  /** Leaves no file. */
  discard(): Promise<void>;
}

/** A file that is put together before it is handed out. */
export interface GatheredFile extends Omit<FileTarget, 'close'> {
  /** @returns The whole of it. */
  close(): Promise<Blob>;
}
