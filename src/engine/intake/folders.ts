/**
 * The folders that a collection was filled from. Paths below the first begin as they do in it; those of every folder that was
 * added later begin with that folder's name in the collection, so that equal paths in two folders stay two patches.
 */
import { hasPathsBelow } from '../../library/collections.ts';
import type { AddedFolder, CollectionRecord } from '../../library/schema.ts';
import { chooseFrom } from './choose-from.ts';
import type { FoundFile, FoundSlide, Intake } from './intake.ts';

/** The folder that a collection was made from, among those that were added. */
export const FIRST_FOLDER = '';

/** Images that were added one by one, or without a folder, to a collection that was made from one. */
const LOOSE_FILES = 'added files';

/** What a collection knows of a folder that is given to the page. */
export interface KnownFolder {
  /** Its name in the collection, or `FIRST_FOLDER`. */
  readonly folder: string;
  /** The very same; the same by its name, which is all there is to tell by; or another one of the same name. */
  readonly likeness: 'same' | 'likely' | 'namesake';
}

/** Finds what was given among the folders of a collection: by the browser's own comparison where there are handles, by name elsewhere. */
export async function findFolder(intake: Intake, collection: CollectionRecord): Promise<KnownFolder | undefined> {
  const { origin, added = [], name } = collection;
  const sure = (folder: string): KnownFolder => ({ folder, likeness: 'same' });
  if (intake.kind === 'sample') return origin.kind === 'sample' ? sure(FIRST_FOLDER) : undefined;
  if (intake.kind === 'files') return undefined;
  const first = origin.kind === 'folder' ? origin.handle : undefined;
  const all = [{ name: FIRST_FOLDER, ...(first && { handle: first }) }, ...added];
  const byName = (folder: string, handle: FileSystemHandle | undefined): KnownFolder => {
    return { folder, likeness: handle && intake.handle ? 'namesake' : 'likely' };
  };
  for (const each of all) if (await isSameEntry(each.handle, intake.handle)) return sure(each.name);
  const namesake = all.find((each) => each.name !== FIRST_FOLDER && (each.handle?.name ?? each.name) === intake.name);
  if (namesake) return byName(namesake.name, namesake.handle);
  const isFirst = name === intake.name || first?.name === intake.name;
  return isFirst ? byName(FIRST_FOLDER, first) : undefined;
}

async function isSameEntry(one: FileSystemHandle | undefined, other: FileSystemHandle | undefined): Promise<boolean> {
  // A handle that has lost its folder may refuse to compare.
  return (one && other && (await one.isSameEntry(other).catch(() => false))) || false;
}

/** A name for what is added to a collection for the first time: unlike its other folders, and what lies in the first. */
export async function nameForNew(intake: Intake, collection: CollectionRecord): Promise<string> {
  const { id, origin, added = [] } = collection;
  const isLoose = intake.kind === 'files';
  if (isLoose && origin.kind === 'files') return FIRST_FOLDER;
  const wanted = isLoose ? LOOSE_FILES : intake.name;
  if (isLoose && added.some(({ name }) => name === LOOSE_FILES)) return LOOSE_FILES;
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!added.some((each) => each.name === name) && !(await hasPathsBelow(id, name))) return name;
  }
}

/** What was found in a folder, by its paths in the collection. */
export function placeInFolder(intake: Intake, folder: string): Intake {
  if (folder === FIRST_FOLDER) return intake;
  const placed = <Item extends { readonly path: string }>(item: Item): Item => ({
    ...item,
    path: `${folder}/${item.path}`,
  });
  const placedSlide = (slide: FoundSlide): FoundSlide => {
    const [first, ...rest] = slide.files;
    return { ...placed(slide), files: [placed(first), ...rest.map(placed)] };
  };
  return {
    ...intake,
    files: intake.files.map(placed<FoundFile>),
    slides: intake.slides.map(placedSlide),
    masks: intake.masks.map(placed<FoundFile>),
    notes: intake.notes.map(placed),
  };
}

/** The folder that a path of a collection leads into, and the path below it. */
export function folderOf(
  path: string,
  { origin, added = [] }: Pick<CollectionRecord, 'origin' | 'added'>,
): { handle: FileSystemDirectoryHandle | undefined; path: string } {
  const folder = addedFolderOf(path, added);
  if (folder) return { handle: folder.handle, path: path.slice(folder.name.length + 1) };
  return { handle: origin.kind === 'folder' ? origin.handle : undefined, path };
}

/** A path as it is in the folder that it was found in: labels come from its parts. */
export function pathInFolder(path: string, added: readonly AddedFolder[] = []): string {
  const folder = addedFolderOf(path, added);
  return folder ? path.slice(folder.name.length + 1) : path;
}

function addedFolderOf(path: string, added: readonly AddedFolder[]): AddedFolder | undefined {
  return added.find(({ name }) => path.startsWith(`${name}/`));
}

/** Several folders, each with its paths in the collection, as one. */
export function joinIntakes([first, ...others]: readonly [Intake, ...Intake[]]): Intake {
  const all = [first, ...others];
  return {
    ...first,
    files: all.flatMap(({ files }) => files),
    slides: all.flatMap(({ slides }) => slides),
    masks: all.flatMap(({ masks }) => masks),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** The folder as it was chosen from before, with its paths in the collection. */
export function chosenInFolder(intake: Intake, folder: string, { intakeChoice }: CollectionRecord): Intake {
  return placeInFolder(chooseFrom(intake, intakeChoice), folder);
}
