/** Finds the files of an indexed slide: of slides nothing is stored but where they lay and what they were like. */
import { fromErrorReport } from '../../base/errors.ts';
import type { ShownChannels } from '../../base/slide.ts';
import { getCollection } from '../../library/collections.ts';
import type { CollectionRecord, SlideRecord } from '../../library/schema.ts';
import { readSlides } from '../../library/slides.ts';
import { findFile, type NotFound, openHandle } from '../intake/find-file.ts';
import type { FoundSlide, Intake } from '../intake/intake.ts';
import { rememberedFile, rememberMovedFile } from '../intake/session-intakes.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What the slide readers take: `key` is the same for the same content and channels. */
export interface OpenSlide {
  readonly key: string;
  readonly files: readonly [File, ...File[]];
  /** Of several channels; the first where it is absent. */
  readonly channels?: ShownChannels | undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

/** The slides of a collection, in natural order of their paths. */
export async function listSlides(collectionId: string): Promise<SlideRecord[]> {
  return (await readSlides(collectionId)).sort((a, b) => collator.compare(a.path, b.path));
}

/**
 * The files of an indexed slide, as long as they are what they were. `needsPermission`: call `allowSlide` from a click
 * and try again. `missing`: let a person give the folder and call `findMovedSlides`.
 * @throws AppError collection-missing and the storage errors.
 */
export async function openSlide(slide: SlideRecord): Promise<OpenSlide | NotFound> {
  const collection = await getCollection(slide.collectionId);
  const files: File[] = [];
  for (const [at, path] of slide.filePaths.entries()) {
    const file = await findSlideFile(collection, path, slide.handles?.[at]);
    if (!(file instanceof File)) return file;
    files.push(file);
  }
  const [first, ...rest] = files;
  if (!first || sizeOf(files) !== slide.fileSize) return { missing: true };
  const channels = slide.info.channels?.shown || undefined;
  return { key: keyOf(files, channels), files: [first, ...rest], channels };
}

/** A file that was dropped by itself is found by its own handle, unless it was given again. */
async function findSlideFile(
  collection: CollectionRecord,
  path: string,
  handle: FileSystemFileHandle | FileSystemDirectoryHandle | undefined,
): Promise<File | NotFound> {
  const own = handle && !rememberedFile(collection.id, path) ? await openHandle(handle) : undefined;
  return own && !('missing' in own) ? own : findFile(collection, path);
}

/** The files of a slide that was given to the page just now. @throws AppError file-unreadable, slide-foreign. */
export async function openFoundSlide({ files: [first, ...rest], unread, channels }: FoundSlide): Promise<OpenSlide> {
  if (unread) throw fromErrorReport(unread);
  const files: [File, ...File[]] = [await first.open(), ...(await Promise.all(rest.map((file) => file.open())))];
  return { key: keyOf(files, channels), files, channels };
}

/**
 * Looks for a collection's slides in a folder that was given again, wherever they lie in it: by size and fingerprint.
 * From then on `openSlide` finds them, until the page is reloaded.
 * @returns How many of the collection's slides were found.
 */
export async function findMovedSlides(collectionId: string, { slides: candidates }: Intake): Promise<number> {
  const opened = await Promise.all(candidates.map(async (found) => ({ found, files: await openOrNothing(found) })));
  let found = 0;
  for (const slide of await readSlides(collectionId)) {
    const sameSize = opened.filter(({ files }) => sizeOf(files) === slide.fileSize);
    for (const candidate of sameSize) {
      if ((await fingerprintOf(candidate.files)) !== slide.fingerprint) continue;
      slide.filePaths.forEach((path, at) => {
        const file = candidate.found.files[at];
        if (file) rememberMovedFile(collectionId, path, file);
      });
      found++;
      break;
    }
  }
  return found;
}

/** A file that has gone meanwhile is not what is looked for. */
function openOrNothing(found: FoundSlide): Promise<readonly File[]> {
  return openFoundSlide(found).then<readonly File[], readonly File[]>(
    ({ files }) => files,
    () => [],
  );
}

/** Bytes of all files together. */
export function sizeOf(files: readonly Blob[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function keyOf(files: readonly File[], channels: ShownChannels | undefined): string {
  const named = files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`);
  return [...named, ...(channels === undefined ? [] : [`channels ${channels}`])].join('\n');
}
