import { MIN_SIDE } from '../../barcode/profile.ts';
import { AppError, type ErrorReport, toErrorReport } from '../../base/errors.ts';
import type { SlideArea } from '../../base/slide.ts';
import type { PatchReaderPool, ReadPatch, WantedPatch } from '../decoding/patch-reader-pool.ts';
import type { FoundFile } from '../intake/intake.ts';

/** A file as the library knows it: to tell whether it has changed. */
export interface FileStamp {
  readonly fileSize: number;
  /** Milliseconds since 1970. */
  readonly fileModified: number;
}

export type ReadOutcome =
  | { readonly kind: 'unchanged'; readonly patches: number }
  | ({
      readonly kind: 'read';
      readonly path: string;
      /** The path had another content before. */
      readonly isReplacing?: true;
      /** Of a patch that is cut from a slide. */
      readonly area?: SlideArea;
      readonly patch: ReadPatch;
    } & FileStamp)
  | ({ readonly kind: 'failed'; readonly path: string; readonly error: ErrorReport } & FileStamp);

/** What the library has of files. */
export interface StoredFiles {
  readonly known: ReadonlyMap<string, FileStamp & { readonly id: number }>;
  /** Tells the pixels of a patch (imaging/pixel-hash.ts). */
  hashOf(id: number): Promise<string | undefined>;
}

/** Something to read, when its turn has come. Never throws: a failure is an outcome. */
export type ReadItem = () => Promise<ReadOutcome>;

/**
 * Reads one file into pixels of the profile's size, unless the library has it already: as it was written, or with the same
 * pixels, which a copy has. Never throws: a failure is an outcome. (After an abort the outcome is a failure too, which the run throws away.)
 */
export async function readFile(
  found: FoundFile,
  stored: StoredFiles,
  readers: Pick<PatchReaderPool, 'readPatch'>,
  wanted: WantedPatch,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  let stamp: FileStamp = { fileSize: 0, fileModified: 0 };
  try {
    signal.throwIfAborted();
    const file = await found.open();
    stamp = { fileSize: file.size, fileModified: file.lastModified };
    const former = stored.known.get(found.path);
    if (isSame(former, stamp)) return { kind: 'unchanged', patches: 1 };
    const patch = await readers.readPatch(file, wanted, signal);
    if (Math.min(patch.rgb.width, patch.rgb.height) < MIN_SIDE) throw new AppError('image-too-narrow');
    if (former && (await stored.hashOf(former.id)) === patch.colours.pixelHash)
      return { kind: 'unchanged', patches: 1 };
    return { kind: 'read', path: found.path, ...(former && { isReplacing: true }), patch, ...stamp };
  } catch (thrown) {
    return { kind: 'failed', path: found.path, error: toErrorReport(thrown, 'file-unreadable'), ...stamp };
  }
}

/** Whether a file is as it was when it was stored, if it was. */
export function isSame(known: FileStamp | undefined, stamp: FileStamp): boolean {
  return known?.fileSize === stamp.fileSize && known.fileModified === stamp.fileModified;
}
