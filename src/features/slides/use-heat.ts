import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { barcodeBits, type Profile } from '../../barcode/profile.ts';
import { askedStore } from '../../engine/question/question-store.ts';
import { measureDistances } from '../../engine/question/search-service.ts';
import { type Heat, heatOf } from './heat.ts';
import type { Lattice } from './lattice.ts';

/** How alike each patch of a slide is to what is asked; undefined while nothing is, or until it has been measured. */
export function useHeat(lattice: Lattice | undefined, profile: Profile): Heat | undefined {
  const asked = useStore(askedStore, (state) => state.asked);
  const [measured, setMeasured] = useState<{ readonly of: string; readonly lattice: Lattice; readonly heat: Heat }>();
  const key = asked?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal keys ask the same.
  useEffect(() => {
    if (!asked || !lattice) return;
    const measuring = new AbortController();
    measureDistances(asked.question, lattice.indexed, measuring.signal).then(
      (distances) => setMeasured({ of: asked.key, lattice, heat: heatOf(distances, barcodeBits(profile)) }),
      // The list of hits, which asks the same, says what is wrong.
      () => {},
    );
    return () => measuring.abort();
  }, [key, lattice, profile]);
  return measured && measured.of === key && measured.lattice === lattice ? measured.heat : undefined;
}
