/** The named sets of the open collection, joined to its patches as columns (columns/set-column.ts) and kept in step with the library. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { CategoryColumn } from '../../columns/category-column.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { IN_SET, setColumn } from '../../columns/set-column.ts';
import { deleteSet, type NamedSet, putSet, readSets } from '../../library/sets.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { tellOtherTabs } from './other-tabs.ts';

export const namedSetsStore = createStore<{
  readonly collectionId: string | undefined;
  /** The oldest first. */
  readonly sets: readonly NamedSet[];
}>(() => ({ collectionId: undefined, sets: [] }));

const NO_SETS: readonly NamedSet[] = [];

/** Those of a collection that is open; none otherwise. */
export function useNamedSets(collectionId: string): readonly NamedSet[] {
  return useStore(namedSetsStore, (state) => (state.collectionId === collectionId ? state.sets : NO_SETS));
}

export class JoinedSets {
  readonly #table: PatchTable;
  readonly #onChange: () => void;
  #joined: readonly NamedSet[] = [];

  /** @param onChange Called whenever sets are others. */
  constructor(table: PatchTable, onChange: () => void) {
    this.#table = table;
    this.#onChange = onChange;
  }

  /** Reads the sets anew, and joins them. */
  async follow(): Promise<void> {
    try {
      this.take(await readSets(this.#table.collectionId));
    } catch (thrown) {
      tellUnforeseen(thrown);
    }
  }

  take(sets: readonly NamedSet[]): void {
    for (const { name } of this.#joined) this.#table.leave(setColumn(name));
    this.#joined = sets;
    for (const { name, members } of sets) this.#table.join(setColumn(name), columnOf(members, this.#table));
    namedSetsStore.setState({ collectionId: this.#table.collectionId, sets });
    this.#onChange();
  }

  /** Puts patches that were brought back into their sets again. */
  describe(ids: Uint32Array): void {
    if (this.#joined.length === 0) return;
    for (const { name, members } of this.#joined) {
      const column = this.#table.column(setColumn(name));
      const isMember = new Set(members);
      if (column?.kind === 'category') for (const id of ids) if (isMember.has(id)) column.set(id, IN_SET);
    }
    this.#table.noteJoined(ids);
  }
}

function columnOf(members: readonly number[], table: PatchTable): CategoryColumn {
  const codes = new Uint32Array(table.end);
  for (const id of members) if (table.has(id)) codes[id] = 1;
  return CategoryColumn.of([undefined, IN_SET], codes);
}

/**
 * Puts patches into the set of a name, which is made where there is none.
 * @throws AppError too-many-sets, collection-missing and the storage errors, as the others do.
 */
export async function addToSet(collectionId: string, name: string, ids: Iterable<number>): Promise<void> {
  const former = (await readSets(collectionId)).find((set) => set.name === name);
  const set = former ?? { id: crypto.randomUUID(), name, createdAt: Date.now(), members: [] };
  await store(collectionId, { ...set, members: ascending([...set.members, ...ids]) });
}

export async function removeFromSet(collectionId: string, name: string, ids: ReadonlySet<number>): Promise<void> {
  const set = (await readSets(collectionId)).find((each) => each.name === name);
  if (set) await store(collectionId, { ...set, members: set.members.filter((id) => !ids.has(id)) });
}

/** Deletes the set; its patches stay. */
export async function removeSet(collectionId: string, id: string): Promise<void> {
  await deleteSet(collectionId, id);
  tell(collectionId);
}

async function store(collectionId: string, set: NamedSet): Promise<void> {
  await putSet(collectionId, set);
  tell(collectionId);
}

let showSets: (collectionId: string) => void = () => {};

/** Has `listener` called when sets of a collection were changed on this page. */
export function whenSetsChange(listener: (collectionId: string) => void): void {
  showSets = listener;
}

function tell(collectionId: string): void {
  tellOtherTabs({ kind: 'collection-changed', collectionId });
  showSets(collectionId);
}

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
