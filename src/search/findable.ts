import { type BitSet, bitSetOf, remove } from '../columns/bit-set.ts';
import type { NamedCases } from '../columns/cases.ts';
import { CategoryColumn, NO_CODE } from '../columns/category-column.ts';
import { isWithin } from '../columns/folders.ts';
import type { PatchChunk } from '../columns/patch-chunk.ts';
import { PatchTable } from '../columns/patch-table.ts';
import { patchPath } from '../library/patch-path.ts';
import type { NameSource } from '../library/sources.ts';
import type { SetKind } from './cases/sets.ts';
import { overlap, type Place } from './fold-neighbours.ts';
import type { HitFilter } from './hits.ts';

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

/** Which patches of a collection may be found, by what is known of them and by what counts as one source. */
export class Findable {
  readonly #table: PatchTable;
  #sources = new CategoryColumn();
  readonly #removed = new Set<number>();
  /** Undefined until it is known: no patch has a source then. */
  #nameSource: NameSource | undefined;
  /** What a table says of patches; it comes before what their paths say. */
  #told = new CategoryColumn();

  constructor(collectionId: string) {
    this.#table = new PatchTable(collectionId);
  }

  /** Takes over patches that are new or have changed. */
  describe(patches: PatchChunk): void {
    this.#table.put(patches);
    for (const id of patches.ids) {
      this.#setSource(id);
      this.#removed.delete(id);
    }
  }

  /** Makes patches unfindable, until they are described again or restored. */
  remove(ids: readonly number[]): void {
    this.#table.remove(ids);
    for (const id of ids) {
      this.#removed.add(id);
      this.#sources.clear(id);
    }
  }

  isRemoved(id: number): boolean {
    return this.#removed.has(id);
  }

  /** Lets patches be found that were removed and are there again; they have neither label nor source until described. */
  restore(ids: readonly number[]): void {
    for (const id of ids) this.#removed.delete(id);
  }

  setSources(nameSource: NameSource): void {
    this.#nameSource = nameSource;
    this.#sources = new CategoryColumn();
    for (let id = 0; id < this.#table.end; id++) this.#setSource(id);
  }

  /** Forgets what a table has said of patches. */
  forgetTold(): void {
    this.#told = new CategoryColumn();
  }

  /** Takes over what a table says of these patches, in place of what it said of them before. */
  tellSources({ ids, codes, words }: NamedCases): void {
    for (const [at, id] of ids.entries()) {
      const word = words[codes[at] as number];
      if (word !== undefined) this.#told.set(id, word);
      this.#setSource(id);
    }
  }

  /** The case or the slide of each patch; those not yet described, or cut from no slide, have none. */
  setsOfKind(kind: SetKind): CategoryColumn {
    return kind === 'case' ? this.#sources : this.#table.slide;
  }

  /** The source of patch `id` at `id`, as a number; for patches not yet described, 0. */
  get sourceOf(): Uint32Array {
    return this.#sources.codes;
  }

  /** Empty for none, and for patches not yet described. */
  labelOf(id: number): string {
    return this.#table.label.wordAt(id) ?? '';
  }

  /** Patches below `size` that are there and described, without some. */
  described(size: number, without: Iterable<number>): BitSet {
    const set = bitSetOf(size, true);
    for (let id = 0; id < size; id++) if (this.#sources.codeAt(id) === NO_CODE) remove(set, id);
    for (const id of without) remove(set, id);
    for (const id of this.#removed) remove(set, id);
    return set;
  }

  /** Where patch `id` lies on its slide; undefined for what is no part of one, or not yet described. */
  placeOf(id: number): Place | undefined {
    const slide = this.#table.slide.wordAt(id);
    const area = this.#table.areaAt(id);
    return slide !== undefined && area ? { slide, area } : undefined;
  }

  /** @returns The patches below `size` that may be found. One not yet described passes only where there is no condition. */
  admit({ filter, without, notSourcesOf, notOverlapping = [] }: Admission, size: number): BitSet {
    const { labels, folder } = filter;
    const { label, folder: folders } = this.#table;
    const allowed = bitSetOf(size, true);
    if (labels.length > 0) label.keep(allowed, (each) => labels.includes(each));
    if (folder !== undefined) folders.keep(allowed, (each) => isWithin(each, folder));
    const sources = new Set(notSourcesOf.map((each) => this.#sourceOf(each)));
    sources.delete(undefined);
    if (sources.size > 0) this.#sources.drop(allowed, (source) => sources.has(source));
    for (const place of notOverlapping) this.#dropOverlapping(allowed, place);
    for (const id of without) remove(allowed, id);
    for (const id of this.#removed) remove(allowed, id);
    return allowed;
  }

  #sourceOf(each: number | Place): string | undefined {
    if (typeof each === 'number') return this.#sources.wordAt(each);
    // A table says something of what lies on the slide, and nothing of a place on it.
    const slide = this.#table.slide.codeOf(each.slide);
    for (let id = 0; slide !== undefined && id < this.#table.end; id++) {
      if (this.#table.slide.codeAt(id) === slide) return this.#sources.wordAt(id);
    }
    return this.#nameSource?.({ path: patchPath(each.slide, each.area), area: each.area });
  }

  #dropOverlapping(allowed: BitSet, { slide, area }: Place): void {
    const { slide: slides } = this.#table;
    const code = slides.codeOf(slide);
    for (let id = 0; code !== undefined && id < this.#table.end; id++) {
      const own = slides.codeAt(id) === code ? this.#table.areaAt(id) : undefined;
      if (own && overlap(own, area)) remove(allowed, id);
    }
  }

  #setSource(id: number): void {
    const path = this.#table.pathAt(id);
    const area = this.#table.areaAt(id);
    if (path !== undefined && this.#nameSource) {
      this.#sources.set(id, this.#told.wordAt(id) ?? this.#nameSource({ path, ...(area && { area }) }));
    }
  }
}
