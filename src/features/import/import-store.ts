import { createStore } from 'zustand/vanilla';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { findFolder, type KnownFolder } from '../../engine/intake/folders.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import type { OnFound } from '../../engine/intake/walk.ts';
import { giveToWaiting } from '../../engine/slides/waiting-slides.ts';

/** How far a drop has come: being walked, waiting for a person's word, or not to be had. */
export type ImportState =
  | { readonly step: 'idle' }
  | { readonly step: 'walking'; readonly found: number }
  | {
      readonly step: 'review';
      readonly intake: Intake;
      /** What collections know of it, by their ids. */
      readonly known: ReadonlyMap<string, KnownFolder>;
    }
  | { readonly step: 'failed'; readonly error: ErrorReport };

export const importStore = createStore<ImportState>(() => ({ step: 'idle' }));

/** A folder of 100,000 images must not draw the page 100,000 times. */
const SHOW_EVERY_MS = 100;

let turn = 0;

/** Walks what was dropped or chosen and then asks, unless a slide on the screen waits for it; calls `walk` at once, as a drop handler must. A later call wins. */
export async function receive(walk: (onFound: OnFound) => Promise<Intake>): Promise<void> {
  const mine = ++turn;
  let shownAt = performance.now();
  const show = (state: ImportState) => {
    if (mine === turn) importStore.setState(state, true);
  };
  show({ step: 'walking', found: 0 });
  try {
    const intake = await walk((found) => {
      if (performance.now() - shownAt < SHOW_EVERY_MS) return;
      shownAt = performance.now();
      show({ step: 'walking', found });
    });
    const isTaken = await giveToWaiting(intake);
    show(isTaken ? { step: 'idle' } : { step: 'review', intake, known: await findKnown(intake) });
  } catch (thrown) {
    show({ step: 'failed', error: toErrorReport(thrown, 'file-unreadable') });
  }
}

async function findKnown(intake: Intake): Promise<ReadonlyMap<string, KnownFolder>> {
  const { collections = [] } = collectionsStore.getState();
  const found = await Promise.all(
    collections.map(async (collection) => [collection.id, await findFolder(intake, collection)] as const),
  );
  return new Map(found.flatMap(([id, folder]) => (folder ? [[id, folder]] : [])));
}

/** Drops the matter: a walk under way ends unseen. */
export function dismissImport(): void {
  turn += 1;
  importStore.setState({ step: 'idle' }, true);
}
