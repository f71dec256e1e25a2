/** Tells whole slides, masks and other files from images that are a patch each, by their content where the name does not say. */

import { FOREIGN_SLIDES } from '../../imaging/foreign-slides.ts';
import type { DetectedFile, DicomInstance } from '../../imaging/slides/detect-slide.ts';
import { extensionOf, kindByName } from '../../imaging/supported-extensions.ts';
import { mapAhead } from '../indexing/pipeline.ts';
import type { FoundFile, FoundSlide, Intake, ToldFile } from './intake.ts';
import { type IsMaskOf, partMasks } from './masks.ts';

export interface Separated extends Pick<Intake, 'files' | 'slides' | 'masks' | 'notes'> {
  /** Paths of files without an extension that are nothing that is read. */
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
 */
export async function separateSlides(found: readonly FoundFile[], { detect, isMaskOf }: Look): Promise<Separated> {
  const images: FoundFile[] = [];
  const unsupported: string[] = [];
  const told: ToldFile[] = [];
  const notes: ToldFile[] = [];
  const slides = new Slides();
  const kinds = mapAhead(found, AT_ONCE, async (file) => ({ file, kind: await kindOf(file, detect) }));
  for await (const { file, kind } of kinds) {
    const { path } = file;
    if (kind.kind === 'slide') {
      const copy = slides.add(file, kind.dicom);
      if (copy) told.push({ path: copy.path, what: 'copy of another file of the same slide' });
    } else if (kind.kind === 'large-image') slides.addLargeImage(file);
    else if (kind.kind === 'foreign-slide') slides.addUnread(file);
    else if (kind.kind === 'not-an-image') {
      if (kind.what) told.push({ path, what: kind.what });
      else unsupported.push(path);
    } else {
      images.push(file);
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
  add(file: FoundFile, dicom: DicomInstance | undefined): FoundFile | undefined {
    const name = dicom?.series || file.path;
    const files = this.#slides.get(name);
    const same = dicom?.instance ? this.#instances.get(dicom.instance) : undefined;
    if (same && same.path.length <= file.path.length) return file;
    if (dicom?.instance) this.#instances.set(dicom.instance, file);
    const at = same && files ? files.indexOf(same) : -1;
    if (files && at >= 0) files[at] = file;
    else if (files) files.push(file);
    else this.#slides.set(name, [file]);
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

type Kind = DetectedFile | { readonly kind: 'foreign-slide' };

async function kindOf({ path, open }: FoundFile, detect: Look['detect']): Promise<Kind> {
  const named = kindByName(path);
  if (FOREIGN_SLIDES.has(extensionOf(path))) return { kind: 'foreign-slide' };
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
