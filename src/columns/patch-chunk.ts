import { slidePathOf } from '../library/patch-path.ts';
import type { PatchRecord } from '../library/schema.ts';
import { folderOf } from './folders.ts';

/** What the page and the search know of a patch. */
export type Patch = Pick<PatchRecord, 'collectionId' | 'id' | 'path' | 'area' | 'label' | 'width' | 'height'>;

/** A word for each of some patches, of which many have the same. */
export interface Words {
  /** Each once; undefined stands for no word. */
  readonly words: readonly (string | undefined)[];
  /** The place of each patch's word among them. */
  readonly codes: Uint32Array<ArrayBuffer>;
}

/**
 * Some patches of a collection as columns. They cross between threads as some blocks of memory, whatever their number: a
 * string for each would be made anew on either side.
 */
export interface PatchChunk {
  readonly ids: Uint32Array<ArrayBuffer>;
  /** All paths in one text, with a line feed behind each. */
  readonly paths: string;
  /** Where each of them ends in it. */
  readonly pathEnds: Uint32Array<ArrayBuffer>;
  readonly labels: Words;
  readonly folders: Words;
  /** No word for one that is a file of its own. */
  readonly slides: Words;
  /** x, y, width and height of each on its slide, in pixels of level 0; NaN for one that is a file of its own. */
  readonly areas: Float64Array<ArrayBuffer>;
  /** Width and height of each, in pixels. */
  readonly sizes: Uint32Array<ArrayBuffer>;
}

export function packPatches(patches: readonly Omit<Patch, 'collectionId'>[]): PatchChunk {
  const [labels, folders, slides] = [new WordList(), new WordList(), new WordList()];
  const pathEnds = new Uint32Array(patches.length);
  const areas = new Float64Array(patches.length * 4).fill(Number.NaN);
  const sizes = new Uint32Array(patches.length * 2);
  let end = -1;
  for (const [at, patch] of patches.entries()) {
    const { path, area } = patch;
    end += path.length + 1;
    pathEnds[at] = end;
    labels.add(patch.label);
    folders.add(folderOf(path));
    slides.add(slidePathOf(patch));
    if (area) areas.set([area.x, area.y, area.width, area.height], at * 4);
    sizes[at * 2] = patch.width;
    sizes[at * 2 + 1] = patch.height;
  }
  return {
    ids: Uint32Array.from(patches, ({ id }) => id),
    paths: patches.map(({ path }) => `${path}\n`).join(''),
    pathEnds,
    labels: labels.packed(),
    folders: folders.packed(),
    slides: slides.packed(),
    areas,
    sizes,
  };
}

/** Each path of a text of them, which may be one in lower case. @param ends As `PatchChunk.pathEnds`. */
export function splitPaths(text: string, ends: Uint32Array): string[] {
  const paths: string[] = [];
  let from = 0;
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] as number;
    paths.push(text.slice(from, end));
    from = end + 1;
  }
  return paths;
}

class WordList {
  readonly #codeOf = new Map<string | undefined, number>();
  readonly #codes: number[] = [];

  add(word: string | undefined): void {
    let code = this.#codeOf.get(word);
    if (code === undefined) {
      code = this.#codeOf.size;
      this.#codeOf.set(word, code);
    }
    this.#codes.push(code);
  }

  packed(): Words {
    return { words: [...this.#codeOf.keys()], codes: Uint32Array.from(this.#codes) };
  }
}
