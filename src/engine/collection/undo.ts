/** What was done to patches on this page can be undone until the page is closed, one act after another. */
import { tellUnforeseen } from '../app/unforeseen.ts';
import { type Act, lastActOf, undoStore } from './undo-store.ts';

/** What an act takes to be undone. */
export interface Undoing {
  /**
   * Undoes it. What has been undone when it fails stays so, and it can be tried again.
   * @param onProgress Told how many patches are done.
   * @returns How many patches it changed.
   */
  undo(onProgress: (done: number) => void): Promise<number>;
  /** Gives back what was kept for that. */
  forget(): Promise<void>;
}

/** More would not be found again by going back one at a time. */
const MOST_ACTS = 50;

const undoings = new Map<number, Undoing>();
let nextId = 0;

/** Notes an act that has been done. */
export function noteAct(act: Omit<Act, 'id'>, undoing: Undoing): void {
  const id = nextId++;
  undoings.set(id, undoing);
  undoStore.setState(({ acts }) => ({ acts: [...acts, { ...act, id }], undone: undefined }));
  const [oldest, ...later] = undoStore.getState().acts;
  // What cannot be erased now is erased when the page is gone.
  if (oldest && later.length >= MOST_ACTS) forget([oldest]).catch(tellUnforeseen);
}

/**
 * Undoes what was done last to a collection's patches; nothing when nothing was.
 * @throws AppError another-tab-writes, collection-missing and the storage errors.
 */
export async function undoLast(collectionId: string, onProgress: (done: number) => void): Promise<void> {
  const act = lastActOf(undoStore.getState(), collectionId);
  const undoing = act && undoings.get(act.id);
  if (!act || !undoing) return;
  const patches = await undoing.undo(onProgress);
  remove([act]);
  undoStore.setState({ undone: { act, patches } });
}

/** Forgets what was done to a collection, which is gone, or all that was deleted. Erases what was kept of it. */
export function forgetActs(which: { readonly collectionId: string } | { readonly kind: 'deleted' }): Promise<void> {
  const { acts } = undoStore.getState();
  const isMeant = ({ collectionId, change }: Act) =>
    'collectionId' in which ? collectionId === which.collectionId : change.kind === which.kind;
  return forget(acts.filter(isMeant));
}

async function forget(acts: readonly Act[]): Promise<void> {
  const forgotten = acts.flatMap(({ id }) => undoings.get(id) ?? []);
  remove(acts);
  for (const undoing of forgotten) await undoing.forget();
}

function remove(removed: readonly Act[]): void {
  for (const { id } of removed) undoings.delete(id);
  undoStore.setState(({ acts }) => ({ acts: acts.filter((act) => !removed.includes(act)) }));
}
