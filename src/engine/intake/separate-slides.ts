/** Tells whole slides, masks and other files from images that are a patch each, by their content where the name does not say. */

import { FOREIGN_SLIDES } from '../../imaging/foreign-slides.ts';
import type { DetectedFile, DicomInstance } from '../../imaging/slides/detect-slide.ts';
import { extensionOf, kindByName } from '../../imaging/supported-extensions.ts';
import { mapAhead } from '../indexing/pipeline.ts';
import type { FoundFile, FoundSlide, Intake, ToldFile } from './intake.ts';
import { type IsMaskOf, partMasks } from './masks.ts';

export interface Separated extends Pick<Intake, 'files' | 'slides' | 'masks' | 'notes'> {
  /** Paths of files that are nothing that is read. */
  readonly unsupported: readonly string[];
  /** Files that are passed over, of which more is known. */
  readonly told: readonly ToldFile[];
}

/** Looks into files. */
export interface Look {
  readonly detect: (file: Blob) => Promise<DetectedFile>;
  readonly isMaskOf: IsMaskOf;
}

/** Files looked into at the same time. */
const AT_ONCE = 8;

/** Smaller files of images hardly have as many pixels as one that is worth cutting. */
const LEAST_LARGE_BYTES = 2 ** 20;

/**
 * Sorts files, which keep their order. A file that cannot be read counts as what its name says: indexing it tells why.
 * @param found None of a kind that `kindByName` does not know.
 * @param others Files of such kinds: parts of slides in several files, or nothing that is read.
 */
export async function separateSlides(
  found: readonly FoundFile[],
  { detect, isMaskOf }: Look,
  others: readonly FoundFile[] = [],
): Promise<Separated> {
  const images: FoundFile[] = [];
  const parts = partsOfSlides(found, others);
  const isPart = new Set([...parts.values()].flat());
  const unsupported: string[] = [];
  const told: ToldFile[] = [];
  const notes: ToldFile[] = [];
  const slides = new Slides();
  for (const file of others) {
    if (isPart.has(file)) continue;
    const what = partInWords(file.path);
    if (what) told.push({ path: file.path, what });
    else unsupported.push(file.path);
  }
  const kinds = mapAhead(found, AT_ONCE, async (file) => ({ file, kind: await kindOf(file, detect) }));
  for await (const { file, kind } of kinds) {
    const { path } = file;
    if (kind.kind === 'slide') {
      const copy = slides.add(file, kind.dicom, parts.get(file));
      if (copy) told.push({ path: copy.path, what: 'copy of another file of the same slide' });
    } else if (kind.kind === 'large-image') slides.addLargeImage(file);
    else if (kind.kind === 'foreign-slide') slides.addUnread(file);
    else if (kind.kind === 'not-an-image') {
      if (kind.what) told.push({ path, what: kind.what });
      else unsupported.push(path);
    } else {
      images.push(kind.pages ? { ...file, pages: kind.pages } : file);
      if (kind.pages) notes.push({ path, what: `only the first of its ${kind.pages} pages is read` });
    }
  }
  const { images: files, masks } = await partMasks(images, slides.all, isMaskOf);
  const isShown = new Set(files.map(({ path }) => path));
  return {
    files,
    slides: slides.all,
    masks,
    notes: notes.filter(({ path }) => isShown.has(path)),
    unsupported,
    told,
  };
}

/** Slides in the order of their first files. */
class Slides {
  readonly #slides = new Map<string, [FoundFile, ...FoundFile[]]>();
  readonly #facts = new Map<string, Pick<FoundSlide, 'isLargeImage' | 'unread'>>();
  /** DICOM instances by their UIDs. */
  readonly #instances = new Map<string, FoundFile>();

  get all(): FoundSlide[] {
    return [...this.#slides].map(([name, files]) => ({ path: files[0].path, files, ...this.#facts.get(name) }));
  }

  /** @returns A file that is a copy of another one: of the two, that of the longer path. */
  add(file: FoundFile, dicom: DicomInstance | undefined, parts: readonly FoundFile[] = []): FoundFile | undefined {
    const name = dicom?.series || file.path;
    const files = this.#slides.get(name);
    const same = dicom?.instance ? this.#instances.get(dicom.instance) : undefined;
    if (same && same.path.length <= file.path.length) return file;
    if (dicom?.instance) this.#instances.set(dicom.instance, file);
    const at = same && files ? files.indexOf(same) : -1;
    if (files && at >= 0) files[at] = file;
    else if (files) files.push(file);
    else this.#slides.set(name, [file, ...parts]);
    return same;
  }

  addLargeImage(file: FoundFile): void {
    this.#slides.set(file.path, [file]);
    this.#facts.set(file.path, { isLargeImage: true });
  }

  addUnread(file: FoundFile): void {
    const { name = '', help = '' } = FOREIGN_SLIDES.get(extensionOf(file.path)) ?? {};
    const unread = { code: 'slide-foreign', detail: `${name}: ${help}` } as const;
    this.#slides.set(file.path, [file]);
    this.#facts.set(file.path, { unread });
  }
}

/**
 * The files of slides that lie in a folder beside the file that stands for them: of MIRAX those in the folder of the slide's
 * name without its extension, of Olympus those below `_name_`.
 */
function partsOfSlides(
  found: readonly FoundFile[],
  others: readonly FoundFile[],
): ReadonlyMap<FoundFile, readonly FoundFile[]> {
  const folders = new Map<string, FoundFile>();
  for (const file of found) {
    const extension = extensionOf(file.path);
    const stem = file.path.slice(0, -extension.length - 1);
    if (extension === 'mrxs') folders.set(stem, file);
    if (extension === 'vsi') folders.set(stem.replace(/[^/]*$/, '_$&_'), file);
  }
  const parts = new Map<FoundFile, FoundFile[]>();
  for (const file of folders.size > 0 ? others : []) {
    const slide =
      folders.get(folderOf(file.path)) ?? (extensionOf(file.path) === 'ets' ? olympusSlide(file) : undefined);
    if (slide) parts.set(slide, [...(parts.get(slide) ?? []), file]);
  }
  return parts;

  function olympusSlide({ path }: FoundFile): FoundFile | undefined {
    return folders.get(folderOf(folderOf(path)));
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What a file is a part of whose slide is not beside it. */
function partInWords(path: string): string | undefined {
  if (/(?:^|\/)Slidedat\.ini$/i.test(path))
    return 'part of a MIRAX slide: drop the folder that holds this folder and the .mrxs file';
  if (extensionOf(path) !== 'ets') return undefined;
  return 'part of an Olympus slide: drop the folder that holds its .vsi file and its own folder';
}

/** Files that may be a preview, and whose slide lies in a folder beside them. */
const STANDS_FOR_FOLDER: ReadonlySet<string> = new Set(['mrxs', 'vsi']);

type Kind = DetectedFile | { readonly kind: 'foreign-slide' };

async function kindOf({ path, open, isFolder }: FoundFile, detect: Look['detect']): Promise<Kind> {
  const named = isFolder ? 'slide' : kindByName(path);
  if (FOREIGN_SLIDES.has(extensionOf(path))) return { kind: 'foreign-slide' };
  // A preview, if anything: the slide lies in the folder beside it.
  if (STANDS_FOR_FOLDER.has(extensionOf(path))) return { kind: 'slide' };
  const found = await open()
    .then(async (file): Promise<DetectedFile> => {
      if (await isLfsPointer(file)) return { kind: 'not-an-image', what: LFS_POINTER };
      return named === 'image' && file.size < LEAST_LARGE_BYTES ? AN_IMAGE : detect(file);
    })
    .catch((): DetectedFile => ({ kind: 'not-an-image' }));
  if (found.kind === 'not-an-image' && found.what === undefined) {
    return named === 'unnamed' ? found : { kind: named === 'slide' ? 'slide' : 'image' };
  }
  return named === 'slide' && found.kind === 'image' ? { kind: 'slide' } : found;
}

const AN_IMAGE: DetectedFile = { kind: 'image' };

const LFS_POINTER = 'pointer of Git LFS in place of the image: run “git lfs pull”, and drop the folder again';
/** A pointer is three short lines (Git LFS specification). */
const MOST_POINTER_BYTES = 1024;

async function isLfsPointer(file: Blob): Promise<boolean> {
  if (file.size > MOST_POINTER_BYTES) return false;
  return (await file.slice(0, 64).text()).startsWith('version https://git-lfs.github.com/spec/');
}
