import type { FoundFile, Intake } from './intake.ts';

/**
 * The files given to this page since it was loaded, by collection: with them a stopped run goes on and originals are
 * shown without asking again. A reload forgets them; a stored folder handle then takes their place.
 */
const intakes = new Map<string, Map<string, FoundFile>>();
/** By the name of each folder in the collection. */
const latest = new Map<string, Map<string, Intake>>();

/** @param folder Its name in the collection; empty for the one that it was made from. Paths are those in the collection. */
export function rememberIntake(collectionId: string, intake: Intake, folder = ''): void {
  const files = intakes.get(collectionId) ?? new Map<string, FoundFile>();
  for (const file of [...intake.files, ...intake.slides.flatMap((slide) => slide.files)]) files.set(file.path, file);
  intakes.set(collectionId, files);
  latest.set(collectionId, (latest.get(collectionId) ?? new Map<string, Intake>()).set(folder, intake));
}

/** Takes a file for the one that was indexed from `path`, wherever it lies now. */
export function rememberMovedFile(collectionId: string, path: string, file: FoundFile): void {
  const files = intakes.get(collectionId) ?? new Map<string, FoundFile>();
  intakes.set(collectionId, files.set(path, file));
}

/** The file at `path`, if a folder with it was given since the page was loaded. */
export function rememberedFile(collectionId: string, path: string): FoundFile | undefined {
  return intakes.get(collectionId)?.get(path);
}

/** What was last given of a folder of this collection. */
export function rememberedIntake(collectionId: string, folder = ''): Intake | undefined {
  return latest.get(collectionId)?.get(folder);
}

export function forgetIntakes(collectionId: string): void {
  intakes.delete(collectionId);
  latest.delete(collectionId);
}
