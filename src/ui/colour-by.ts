/** Which column colours the patches of a collection, as it stands in its address: the same in the gallery and on slides. */
import { useMemo } from 'react';
import { currentHashView, setHashView, useHashView } from './hash-location.ts';

const PARAMETER = 'colour';

/** The name of a column; undefined where nobody has chosen one. */
export function useColourBy(): string | undefined {
  const view = useHashView();
  return useMemo(() => new URLSearchParams(view).get(PARAMETER) ?? undefined, [view]);
}

export function setColourBy(column: string | undefined): void {
  const parts = new URLSearchParams(currentHashView());
  if (column === undefined) parts.delete(PARAMETER);
  else parts.set(PARAMETER, column);
  setHashView(parts.toString());
}
