/** A file that is being written. */
export interface FileTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Only now is the file there. */
  close(): Promise<void>;
  /** Leaves no file. */
  discard(): Promise<void>;
}
