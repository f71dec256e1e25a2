/**
 * What the open collection's labels, or the words of a table's column, teach. A lens is learned and kept only where a check on this very collection says that it
 * wins; once there is one, it is learned anew whenever labels change, at once, and checked again behind that.
 */
import { createStore } from 'zustand/vanilla';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import type { Gain } from '../../base/gain.ts';
import { casesByPath, wordsByPath } from '../../columns/cases.ts';
import { putLens } from '../../library/lenses.ts';
import type { LensFacts } from '../../library/schema.ts';
import type { Lens } from '../../search/lens/lens.ts';
import type { LensCheck } from '../../search/lens/lens-teacher.ts';
import { refreshCollections } from '../collection/collections-list.ts';
import { refreshOpenCollection } from '../collection/open-collection.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { connectLensTeacher } from './connect-lens-teacher.ts';
import { labelsDigest } from './labels-digest.ts';
import { packLens } from './read-lens.ts';

export type LearningStep = 'checking' | 'learning';

export interface Learning {
  readonly collectionId: string;
  /** What teaches in place of the labels. */
  readonly column: string | undefined;
  /** Undefined when nothing is under way. */
  readonly running: { readonly step: LearningStep; readonly share: number } | undefined;
  /** What the last check said. */
  readonly check: LensCheck | undefined;
  readonly error: ErrorReport | undefined;
  /** `labelsDigest` of the labels that were learned from last, or were to be: what was cancelled is not begun again by itself. */
  readonly tried: string | undefined;
}

/** Of the collection that something was learned of last. */
export const learningStore = createStore<{ readonly current: Learning | undefined }>(() => ({ current: undefined }));

let controller = new AbortController();

/**
 * Finds out whether a lens wins on the open collection, and stores it if it does; one that does not win any more goes.
 * @param column The column of a table that teaches; the labels do where none is given.
 */
export function startLearning(collectionId: string, column?: string): Promise<void> {
  return begin(collectionId, column, async (teacher, signal, tell, digest) => {
    const check = await teacher.check(
      { collectionId, ...toldCases(collectionId), ...toldWords(collectionId, column) },
      { signal, onProgress: (share) => tell({ running: { step: 'checking', share } }) },
    );
    tell({ check });
    if (!hasWon(check)) {
      const former = currentCollection(collectionId)?.collection.lens;
      // What something else has taught stays.
      if (former && former.column === column) await store(collectionId, undefined);
      return;
    }
    const lens = await teach(teacher, collectionId, column, signal, tell);
    await store(collectionId, lens && { bytes: packLens(lens), facts: newFacts(lens, check.gain, digest, column) });
  });
}

/** Learns anew from labels that have changed: hits show it at once, and the check follows. */
export function learnAnew(collectionId: string): Promise<void> {
  const former = currentCollection(collectionId)?.collection.lens;
  const column = former?.column;
  return begin(collectionId, column, async (teacher, signal, tell, digest) => {
    const lens = await teach(teacher, collectionId, column, signal, tell);
    if (!lens || !former) return store(collectionId, undefined);
    const bytes = packLens(lens);
    // The gain, and what it was found on, are the former ones until the check is done.
    const facts = newFacts(lens, former.gain, former.learnedFrom, column);
    await store(collectionId, { bytes, facts });
    const check = await teacher.check(
      { collectionId, ...toldCases(collectionId), ...toldWords(collectionId, column) },
      { signal, onProgress: (share) => tell({ running: { step: 'checking', share } }) },
    );
    tell({ check });
    const isWon = hasWon(check);
    await store(
      collectionId,
      isWon ? { bytes, facts: { ...facts, gain: check.gain, learnedFrom: digest } } : undefined,
    );
  });
}

/** Ends what is under way; what is stored stays as it is. */
export function cancelLearning(): void {
  controller.abort();
  const { current } = learningStore.getState();
  if (current) learningStore.setState({ current: { ...current, running: undefined } });
}

/** Takes away what was learned. @throws AppError collection-missing and the storage errors. */
export async function forgetLearned(collectionId: string): Promise<void> {
  cancelLearning();
  learningStore.setState({ current: undefined });
  await store(collectionId, undefined);
}

type Teacher = ReturnType<typeof connectLensTeacher>['remote'];
type Tell = (change: Partial<Learning>) => void;

async function begin(
  collectionId: string,
  column: string | undefined,
  work: (teacher: Teacher, signal: AbortSignal, tell: Tell, digest: string) => Promise<void>,
): Promise<void> {
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const open = currentCollection(collectionId);
  if (!open) return;
  const digest = labelsDigest(open.patches.table, open.collection.sourceRule, column);
  // Its table was taken away, or is still being read.
  if (digest === undefined) return;
  const { current: before } = learningStore.getState();
  let learning: Learning = {
    ...{ collectionId, column },
    running: { step: 'checking', share: 0 },
    check: before?.collectionId === collectionId && before.column === column ? before.check : undefined,
    error: undefined,
    tried: digest,
  };
  const tell: Tell = (change) => {
    if (signal.aborted) return;
    learning = { ...learning, ...change };
    learningStore.setState({ current: learning });
  };
  tell({});
  const connection = connectLensTeacher();
  try {
    await work(connection.remote, signal, tell, digest);
    tell({ running: undefined });
  } catch (thrown) {
    if (!isAbort(thrown)) tell({ running: undefined, error: toErrorReport(thrown) });
  } finally {
    connection.destroy();
  }
}

/** What a table says makes a case: a case must not be taught by itself. */
function toldCases(collectionId: string): { cases?: ReadonlyMap<string, string> } {
  const open = currentCollection(collectionId);
  return open?.collection.sourceRule.kind === 'column' ? { cases: casesByPath(open.patches.table) } : {};
}

/** What a column says in place of labels: the worker knows no tables. */
function toldWords(collectionId: string, column: string | undefined): { words?: ReadonlyMap<string, string> } {
  const open = currentCollection(collectionId);
  return open && column !== undefined ? { words: wordsByPath(open.patches.table, column) } : {};
}

/** @returns Undefined where the labels teach nothing. */
async function teach(
  teacher: Teacher,
  collectionId: string,
  column: string | undefined,
  signal: AbortSignal,
  tell: Tell,
): Promise<Lens | undefined> {
  tell({ running: { step: 'learning', share: 0 } });
  const lens = await teacher.fit(
    { collectionId, ...toldWords(collectionId, column) },
    { signal, onProgress: (share) => tell({ running: { step: 'learning', share } }) },
  );
  signal.throwIfAborted();
  return lens;
}

function newFacts({ directions }: Lens, gain: Gain, learnedFrom: string, column: string | undefined): LensFacts {
  const from = { learnedFrom, ...(column !== undefined && { column }) };
  return { id: crypto.randomUUID(), directions, ...from, gain, learnedAt: Date.now() };
}

/** Stores a lens, or that there is none, and shows it. */
async function store(
  collectionId: string,
  lens: { readonly facts: LensFacts; readonly bytes: ArrayBuffer } | undefined,
): Promise<void> {
  refreshOpenCollection(await putLens(collectionId, lens));
  await refreshCollections();
}

type Won = Extract<LensCheck, { kind: 'checked' }>;

function hasWon(check: LensCheck): check is Won {
  return check.kind === 'checked' && check.isWorthwhile;
}
