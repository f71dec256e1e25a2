import { useMemo } from 'react';
import { type Colours, coloursBy } from '../../columns/colours.ts';
import type { Patches } from '../../columns/patches.ts';
import { useColourBy } from '../../ui/colour-by.ts';
import { COLOUR_COUNT, labelColourNumber } from '../../ui/label-colour.ts';
import { categoryPixels, type Lattice } from './lattice.ts';
import { useCellCanvas } from './use-cell-canvas.ts';

export interface CategoryCells {
  readonly canvas: HTMLCanvasElement | undefined;
  /** The words that patches of this slide have, in the order of their colours, and how many patches have each. */
  readonly words: readonly { readonly word: string; readonly place: number; readonly count: number }[];
  readonly column: string;
}

/** A slide's patches in the colours of the column that was chosen for them; undefined where none was, or says nothing here. */
export function useCategoryCells(patches: Patches, lattice: Lattice | undefined): CategoryCells | undefined {
  const column = useColourBy();
  const colours = useMemo(() => (column === undefined ? undefined : coloursBy(patches, column)), [patches, column]);
  const pixels = useMemo(
    () => (lattice && colours ? categoryPixels(lattice, colours.of, paletteOfPage()) : undefined),
    [lattice, colours],
  );
  const canvas = useCellCanvas(lattice, pixels);
  const words = useMemo(() => (lattice && colours ? countWords(lattice, colours) : []), [lattice, colours]);
  return column === undefined || words.length === 0 ? undefined : { canvas, words, column };
}

function countWords({ indexed }: Lattice, colours: Colours): CategoryCells['words'] {
  const counts = new Uint32Array(colours.words.length);
  for (const id of indexed) {
    const place = colours.of(id);
    if (place !== undefined) counts[place] = (counts[place] ?? 0) + 1;
  }
  return colours.words.flatMap((word, place) => {
    const count = counts[place] ?? 0;
    return count > 0 ? [{ word, place, count }] : [];
  });
}

/** The colours of labels as the page has them, as red, green and blue. */
function paletteOfPage(): readonly (readonly [number, number, number])[] {
  const probe = document.createElement('span');
  document.body.append(probe);
  const palette = Array.from({ length: COLOUR_COUNT }, (_, at) => {
    probe.style.color = `var(--label-${labelColourNumber(at)})`;
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(probe)
        .color.match(/[\d.]+/g)
        ?.map(Number) ?? [];
    return [red, green, blue] as const;
  });
  probe.remove();
  return palette;
}
