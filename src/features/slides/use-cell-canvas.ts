import { useMemo } from 'react';
import type { Lattice } from './lattice.ts';

/** RGBA pixels, one a cell of the lattice, as something that can be drawn. */
export function useCellCanvas(
  lattice: Lattice | undefined,
  pixels: Uint8ClampedArray<ArrayBuffer> | undefined,
): HTMLCanvasElement | undefined {
  return useMemo(() => {
    if (!lattice || !pixels) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = lattice.columns;
    canvas.height = lattice.rows;
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, lattice.columns, lattice.rows), 0, 0);
    return canvas;
  }, [lattice, pixels]);
}
