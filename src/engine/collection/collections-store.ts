import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { ReadCollection } from '../../library/read-records.ts';

/** Every collection of the library, newest first; undefined until the library has been read. */
export const collectionsStore = createStore<{
  readonly collections: readonly ReadCollection[] | undefined;
  /** Why the library could not be read. */
  readonly error?: ErrorReport;
}>(() => ({ collections: undefined }));
