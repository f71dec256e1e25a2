import { createStore } from 'zustand/vanilla';
import type { Hit, SearchQuestion } from '../../search/hits.ts';

/** The query on the screen with its hits, for screens that show them in another way than a list. */
export interface QuestionState {
  readonly current:
    | {
        /** Equal keys have equal hits, as long as the collection stays as it is. */
        readonly key: string;
        readonly question: SearchQuestion;
        /** See QueryOptions. */
        readonly learned: boolean;
        /** Undefined until they are found. */
        readonly hits: readonly Hit[] | undefined;
      }
    | undefined;
}

export const questionStore = createStore<QuestionState>(() => ({ current: undefined }));
