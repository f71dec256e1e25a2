import type { SlideArea } from '../base/slide.ts';
import { CategoryColumn, NO_CODE } from './category-column.ts';
import { ChangeLog, type Changes, withoutRepeats } from './change-log.ts';
import { withRoom } from './growing.ts';
import type { NumberColumn } from './number-column.ts';
import { type Patch, type PatchChunk, splitPaths } from './patch-chunk.ts';

export type Column = CategoryColumn | NumberColumn;

/**
 * The patches of one collection as columns. The page and the search worker each have one, filled by the same chunks. It
 * changes in place; `version` rises with every change, and `changesSince` tells what to look at again.
 */
export class PatchTable {
  readonly collectionId: string;
  readonly label = new CategoryColumn();
  /** The folder that a patch's file lies in; the empty word is the dropped folder itself. */
  readonly folder = new CategoryColumn();
  /** The path of the slide that a patch was cut from. */
  readonly slide = new CategoryColumn();
  readonly #paths: (string | undefined)[] = [];
  /** Mostly the very same strings. */
  readonly #lowerPaths: (string | undefined)[] = [];
  #areas = new Float64Array(0);
  #sizes = new Uint32Array(0);
  readonly #further = new Map<string, Column>();
  readonly #log = new ChangeLog();
  #count = 0;

  constructor(collectionId: string) {
    this.collectionId = collectionId;
  }

  /** Patches that are there. */
  get count(): number {
    return this.#count;
  }

  /** The id after the last one given. */
  get end(): number {
    return this.#paths.length;
  }

  get version(): number {
    return this.#log.version;
  }

  /** Undefined when `version` is so long ago that anything may have changed. */
  changesSince(version: number): Changes | undefined {
    return this.#log.since(version);
  }

  /** Undefined for one that was deleted or never there. */
  get(id: number): Patch | undefined {
    const path = this.#paths[id];
    if (path === undefined) return undefined;
    const { collectionId } = this;
    const area = this.areaAt(id);
    const [width = 0, height = 0] = this.#sizes.subarray(id * 2, id * 2 + 2);
    return { collectionId, id, path, label: this.label.wordAt(id) ?? '', width, height, ...(area && { area }) };
  }

  has(id: number): boolean {
    return this.#paths[id] !== undefined;
  }

  pathAt(id: number): string | undefined {
    return this.#paths[id];
  }

  /** In lower case, to be searched. */
  lowerPathAt(id: number): string | undefined {
    return this.#lowerPaths[id];
  }

  /** Where a patch lies on its slide, in pixels of level 0; undefined for one that is a file of its own. */
  areaAt(id: number): SlideArea | undefined {
    if (this.slide.codeAt(id) === NO_CODE) return undefined;
    return this.#storedArea(id);
  }

  /** Takes over patches that are new or others now. A patch keeps its path for ever. */
  put({ ids, paths: text, pathEnds, labels, folders, slides: slidesOf, areas, sizes }: PatchChunk): void {
    if (ids.length === 0) return;
    const before = this.end;
    const slides = new Set<number>();
    this.#makeRoom(ids);
    const paths = splitPaths(text, pathEnds);
    const lowerPaths = lowered(text, pathEnds, paths);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (!this.has(id)) this.#count++;
      this.#noteSlide(id, slides);
      this.#paths[id] = paths[at];
      this.#lowerPaths[id] = lowerPaths[at];
      for (let side = 0; side < 4; side++) this.#areas[id * 4 + side] = areas[at * 4 + side] as number;
      for (let side = 0; side < 2; side++) this.#sizes[id * 2 + side] = sizes[at * 2 + side] as number;
    }
    this.label.setAll(ids, labels);
    this.folder.setAll(ids, folders);
    this.slide.setAll(ids, slidesOf);
    for (let at = 0; at < ids.length; at++) this.#noteSlide(ids[at] as number, slides);
    const sorted = withoutRepeats(ids.toSorted());
    this.#log.add({ ids: sorted, areAppended: (sorted[0] as number) >= before, slides });
  }

  /** Those that are there, in id order; with ids from `first` to `end - 1` where these are given. */
  list(first = 0, end = this.end): Patch[] {
    const patches: Patch[] = [];
    for (let id = first; id < Math.min(end, this.end); id++) {
      const patch = this.get(id);
      if (patch) patches.push(patch);
    }
    return patches;
  }

  /** Takes patches out; their ids are not given again. */
  remove(ids: readonly number[]): void {
    const slides = new Set<number>();
    const removed = [...new Set(ids)].filter((id) => this.has(id));
    if (removed.length === 0) return;
    for (const id of removed) {
      this.#noteSlide(id, slides);
      this.#paths[id] = undefined;
      this.#lowerPaths[id] = undefined;
      this.#count--;
      for (const column of [this.label, this.folder, this.slide, ...this.#further.values()]) column.clear(id);
    }
    this.#log.add({ ids: Uint32Array.from(removed).sort(), areAppended: false, slides });
  }

  /** The column of this name; a table's own are `label`, `folder` and `slide`. */
  column(name: string): Column | undefined {
    if (name === 'label' || name === 'folder' || name === 'slide') return this[name];
    return this.#further.get(name);
  }

  /** Joins what else is known of the patches, in place of a former column of this name. */
  join(name: string, column: Column): void {
    this.#further.set(name, column);
    this.#log.cut();
  }

  /** Takes a joined column out again. */
  leave(name: string): void {
    if (this.#further.delete(name)) this.#log.cut();
  }

  /** To be called once joined columns say something else of these patches. */
  noteJoined(ids: Uint32Array): void {
    if (ids.length > 0) this.#log.add({ ids: withoutRepeats(ids.toSorted()), areAppended: false, slides: new Set() });
  }

  #noteSlide(id: number, slides: Set<number>): void {
    const slide = this.slide.codeAt(id);
    if (slide !== NO_CODE) slides.add(slide);
  }

  #storedArea(id: number): SlideArea {
    const [x = 0, y = 0, width = 0, height = 0] = this.#areas.subarray(id * 4, id * 4 + 4);
    return { x, y, width, height };
  }

  #makeRoom(ids: Uint32Array): void {
    const end = ids.reduce((most, id) => Math.max(most, id + 1), 0);
    this.#areas = withRoom(this.#areas, end * 4, (length) => new Float64Array(length));
    this.#sizes = withRoom(this.#sizes, end * 2, (length) => new Uint32Array(length));
  }
}

/** The paths in lower case: the very same ones where they are already. */
function lowered(text: string, ends: Uint32Array, paths: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  if (lower === text) return paths;
  // Few letters become longer in lower case, and move what stands behind them.
  return lower.length === text.length ? splitPaths(lower, ends) : paths.map((path) => path.toLowerCase());
}
