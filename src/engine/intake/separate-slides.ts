/** Tells whole slides from images that are a patch each, by their content where the name does not say it. */
import type { DetectedFile } from '../../imaging/slides/detect-slide.ts';
import { kindByName } from '../../imaging/supported-extensions.ts';
import { mapAhead } from '../indexing/pipeline.ts';
import type { FoundFile, FoundSlide, Intake } from './intake.ts';

export interface Separated extends Pick<Intake, 'files' | 'slides'> {
  /** Paths of files without an extension that are no slides. */
  readonly unsupported: readonly string[];
}

export type Detect = (file: Blob) => Promise<DetectedFile>;

/** Files looked into at the same time. */
const AT_ONCE = 8;

/**
 * TIFF files with fewer bytes are tiles: there may be 100,000 of them, and looking into each takes a millisecond. What was
 * meant as a slide would have at most a million pixels, and is read as one image.
 */
const LEAST_SLIDE_BYTES = 256 * 1024;

type Kind = 'image' | 'unsupported' | { readonly slide: string };

/**
 * Sorts files, which keep their order. A file that cannot be read counts as what its name says: indexing it tells why.
 * @param files None of a kind that `kindByName` does not know.
 */
export async function separateSlides(files: readonly FoundFile[], detect: Detect): Promise<Separated> {
  const images: FoundFile[] = [];
  const unsupported: string[] = [];
  const slides = new Map<string, [FoundFile, ...FoundFile[]]>();
  const kinds = mapAhead(files, AT_ONCE, async (file) => ({ file, kind: await kindOf(file, detect) }));
  for await (const { file, kind } of kinds) {
    if (kind === 'image') images.push(file);
    else if (kind === 'unsupported') unsupported.push(file.path);
    else {
      const instances = slides.get(kind.slide);
      if (instances) instances.push(file);
      else slides.set(kind.slide, [file]);
    }
  }
  return { files: images, slides: [...slides.values()].map(toSlide), unsupported };
}

function toSlide(files: FoundSlide['files']): FoundSlide {
  return { path: files[0].path, files };
}

const AN_IMAGE: DetectedFile = { kind: 'image' };

/** A slide is named by its path or, when it may have several files, by its series. */
async function kindOf({ path, open }: FoundFile, detect: Detect): Promise<Kind> {
  const named = kindByName(path);
  if (named === 'image') return 'image';
  const found = await open()
    .then((file) => (named === 'either' && file.size < LEAST_SLIDE_BYTES ? AN_IMAGE : detect(file)))
    .catch((): DetectedFile => ({ kind: 'not-an-image' }));
  if (found.kind === 'slide' || named === 'slide') return { slide: found.seriesInstanceUid ?? path };
  return named === 'unnamed' ? 'unsupported' : 'image';
}
