import type { SlideArea } from '../base/slide.ts';
import { patchPath, slidePathOf } from '../library/patch-path.ts';
import type { SourceRule } from '../library/schema.ts';
import { sourceNamer } from '../library/sources.ts';
import { type BitSet, bitSetOf, remove } from './bit-set.ts';
import { Column } from './column.ts';
import { overlap, type Place } from './fold-neighbours.ts';
import type { Facet, Facets, HitFilter } from './hits.ts';

/** What a filter has to know of a patch. */
export interface PatchTraits {
  readonly id: number;
  readonly path: string;
  readonly label: string;
  /** Where it lies, when it was cut from a slide. */
  readonly area?: SlideArea;
}

/** What may be found. */
export interface Admission {
  readonly filter: HitFilter;
  /** These patches may not. */
  readonly without: readonly number[];
  /** Patches of the same source as one of these may not: patches by id, or places on slides. */
  readonly notSourcesOf: readonly (number | Place)[];
  /** Patches that overlap one of these may not. */
  readonly notOverlapping?: readonly Place[];
}

/** Labels, folders and sources of a collection's patches, laid out so that a filter is one pass over flat arrays. */
export class PatchTable {
  /** Path and area alone. */
  readonly #traits: (Pick<PatchTraits, 'path' | 'area'> | undefined)[] = [];
  readonly #labels = new Column();
  readonly #folders = new Column();
  #sources = new Column();
  readonly #removed = new Set<number>();
  #nameSource: ReturnType<typeof sourceNamer>;

  constructor(sourceRule: SourceRule) {
    this.#nameSource = sourceNamer(sourceRule);
  }

  /** Takes over patches that are new or have changed. */
  describe(patches: readonly PatchTraits[]): void {
    for (const { id, path, label, area } of patches) {
      const traits = area ? { path, area } : { path };
      this.#traits[id] = traits;
      this.#labels.set(id, label);
      this.#folders.set(id, folderOf(path));
      this.#sources.set(id, this.#nameSource(traits));
      this.#removed.delete(id);
    }
  }

  /** Makes patches unfindable, until they are described again or restored. */
  remove(ids: readonly number[]): void {
    for (const id of ids) {
      this.#removed.add(id);
      for (const column of [this.#labels, this.#folders, this.#sources]) column.clear(id);
    }
  }

  isRemoved(id: number): boolean {
    return this.#removed.has(id);
  }

  /** Lets patches be found that were removed and are there again; they have neither label nor source until described. */
  restore(ids: readonly number[]): void {
    for (const id of ids) this.#removed.delete(id);
  }

  setSourceRule(rule: SourceRule): void {
    this.#nameSource = sourceNamer(rule);
    this.#sources = new Column();
    this.#traits.forEach((traits, id) => {
      if (traits && !this.#removed.has(id)) this.#sources.set(id, this.#nameSource(traits));
    });
  }

  /** The source of patch `id` at `id`, as a number; for patches not yet described, 0. */
  get sourceOf(): Uint32Array {
    return this.#sources.codes;
  }

  /** Where patch `id` lies on its slide; undefined for what is no part of one, or not yet described. */
  placeOf(id: number): Place | undefined {
    const traits = this.#traits[id];
    const slide = traits && slidePathOf(traits);
    return slide && traits.area ? { slide, area: traits.area } : undefined;
  }

  /** @returns The patches below `size` that may be found. One not yet described passes only where nothing is asked of it. */
  admit({ filter, without, notSourcesOf, notOverlapping = [] }: Admission, size: number): BitSet {
    const { labels, folder } = filter;
    const allowed = bitSetOf(size, true);
    if (labels.length > 0) this.#labels.keep(allowed, (label) => labels.includes(label));
    if (folder !== undefined) this.#folders.keep(allowed, (each) => each === folder || each.startsWith(`${folder}/`));
    const sources = new Set(notSourcesOf.map((each) => this.#sourceOf(each)));
    sources.delete(undefined);
    if (sources.size > 0) this.#sources.drop(allowed, (source) => sources.has(source));
    for (const place of notOverlapping) this.#dropOverlapping(allowed, place);
    for (const id of without) remove(allowed, id);
    for (const id of this.#removed) remove(allowed, id);
    return allowed;
  }

  #sourceOf(each: number | Place): string | undefined {
    if (typeof each === 'number') return this.#sources.valueOf(each);
    return this.#nameSource({ path: patchPath(each.slide, each.area), area: each.area });
  }

  #dropOverlapping(allowed: BitSet, { slide, area }: Place): void {
    this.#traits.forEach((traits, id) => {
      if (traits?.area && slidePathOf(traits) === slide && overlap(traits.area, area)) remove(allowed, id);
    });
  }

  /** Every label and folder in use with its number of patches, by name; a folder counts what lies below it too. */
  facets(): Facets {
    const folders = new Map<string, number>();
    for (const [folder, count] of this.#folders.counts()) {
      for (const each of selfAndAncestors(folder)) folders.set(each, (folders.get(each) ?? 0) + count);
    }
    return { labels: toFacets(this.#labels.counts()), folders: toFacets(folders) };
  }
}

/** 'a/b/c.png' gives 'a/b', 'c.png' gives ''. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** 'a/b' gives 'a/b', 'a'; '' gives ''. */
function selfAndAncestors(folder: string): string[] {
  const folders = [folder];
  for (let cut = folder.lastIndexOf('/'); cut > 0; cut = folder.lastIndexOf('/', cut - 1)) {
    folders.push(folder.slice(0, cut));
  }
  return folders;
}

function toFacets(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, count]) => ({ value, count }));
}
