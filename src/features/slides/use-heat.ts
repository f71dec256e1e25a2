import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { barcodeBits, type Profile } from '../../barcode/profile.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import { measureDistances } from '../../engine/question/search-service.ts';
import type { SearchQuestion } from '../../search/hits.ts';
import { type Heat, heatOf } from './heat.ts';
import type { Lattice } from './lattice.ts';

/** What is known so far of one question and one lattice. */
interface Measured {
  readonly question: SearchQuestion;
  readonly generation: number;
  /** Of each patch of the heat, in bits. */
  readonly distances: Float64Array;
  readonly heat: Heat;
}

/**
 * How similar each patch of a slide is to the query; undefined without a query, or until it has been measured. While the
 * lattice grows, only what is new is measured, and what is known stays.
 */
export function useHeat(lattice: Lattice | undefined, profile: Profile): Heat | undefined {
  const question = useStore(questionStore, (state) => state.current?.question);
  const learned = useStore(questionStore, (state) => state.current?.learned ?? false);
  const [measured, setMeasured] = useState<Measured>();
  const generation = lattice?.generation;
  const isSame = measured?.question === question && measured?.generation === generation;
  const known = isSame && measured?.heat.isLearned === learned ? measured : undefined;
  const isBehind = lattice !== undefined && lattice.indexed.length > (known?.heat.ids.length ?? 0);
  // What comes while it is being measured is measured after it: a lattice that grows all the time holds up nothing.
  const latest = useRef(lattice);
  latest.current = lattice;

  useEffect(() => {
    const ids = latest.current?.indexed;
    if (!question || generation === undefined || !ids || !isBehind) return;
    const measuring = new AbortController();
    const fresh = ids.slice(known?.heat.ids.length ?? 0);
    measureDistances(question, fresh, learned, measuring.signal).then(
      (measuredNow) => {
        const distances = new Float64Array(ids.length);
        if (known) distances.set(known.distances);
        distances.set(measuredNow, ids.length - fresh.length);
        setMeasured({ question, generation, distances, heat: heatOf(ids, distances, barcodeBits(profile), learned) });
      },
      // The list of hits, which searches with the same query, says what is wrong.
      () => {},
    );
    return () => measuring.abort();
  }, [question, learned, generation, known, isBehind, profile]);

  return known?.heat;
}
