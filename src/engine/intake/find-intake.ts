import type { CollectionRecord } from '../../library/schema.ts';
import { chooseFrom } from './choose-from.ts';
import { chosenInFolder, FIRST_FOLDER, joinIntakes } from './folders.ts';
import type { Intake } from './intake.ts';
import { openSample } from './sample.ts';
import { rememberedIntake } from './session-intakes.ts';
import { walkDirectory } from './walk.ts';

/**
 * The images of a collection once more, by their paths in it: as given since the page was loaded, the sample, or its folders
 * by their stored handles, for which the browser may ask the person (so call it from a click).
 * @param folder One of its folders by its name there, of which an empty one stands for the first; undefined for all.
 * @param given The first folder, as a person gave it again.
 * @returns undefined when one has to be dropped again.
 */
export async function findIntake(
  collection: CollectionRecord,
  folder?: string,
  given?: Intake,
): Promise<Intake | undefined> {
  if (folder) return findAdded(collection, folder);
  const first = given ? chooseFrom(given, collection.intakeChoice) : await findFirst(collection);
  if (!first || folder === FIRST_FOLDER) return first;
  const others: Intake[] = [];
  for (const { name } of collection.added ?? []) {
    const found = await findAdded(collection, name);
    if (!found) return undefined;
    others.push(found);
  }
  return joinIntakes([first, ...others]);
}

async function findAdded(collection: CollectionRecord, folder: string): Promise<Intake | undefined> {
  const remembered = rememberedIntake(collection.id, folder);
  if (remembered) return remembered;
  const handle = collection.added?.find(({ name }) => name === folder)?.handle;
  return handle && (await mayRead(handle, 'ask'))
    ? chosenInFolder(await walkDirectory(handle), folder, collection)
    : undefined;
}

async function findFirst({ id, origin, intakeChoice }: CollectionRecord): Promise<Intake | undefined> {
  const remembered = rememberedIntake(id);
  if (remembered) return remembered;
  if (origin.kind === 'sample') return openSample();
  const handle = origin.kind === 'folder' ? origin.handle : undefined;
  return handle && (await mayRead(handle, 'ask')) ? chooseFrom(await walkDirectory(handle), intakeChoice) : undefined;
}

/** Whether a folder or file may be read now; with `ask`, the browser asks the person where it must. */
export async function mayRead(handle: FileSystemHandle, mode: 'ask' | 'check'): Promise<boolean> {
  const descriptor = { mode: 'read' } as const;
  if ((await handle.queryPermission(descriptor)) === 'granted') return true;
  return mode === 'ask' && (await handle.requestPermission(descriptor)) === 'granted';
}
