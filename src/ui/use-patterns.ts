import { use } from 'react';
import { loadPatterns } from '../base/patterns.ts';

/** Waits for the engine of regular expressions, within a Suspense: what is shown below it may compile patterns. */
export function usePatterns(): void {
  use(loadPatterns());
}
