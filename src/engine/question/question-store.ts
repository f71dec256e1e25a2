import { createStore } from 'zustand/vanilla';
import type { Hit, SearchQuestion } from '../../search/hits.ts';

/** The question on the screen, for whoever shows its answer in another way than a list. */
export interface AskedState {
  readonly asked:
    | {
        /** Equal keys have equal answers, as long as the collection stays as it is. */
        readonly key: string;
        readonly question: SearchQuestion;
        /** Undefined until it is answered. */
        readonly hits: readonly Hit[] | undefined;
      }
    | undefined;
}

export const askedStore = createStore<AskedState>(() => ({ asked: undefined }));
