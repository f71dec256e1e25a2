import { inTurn } from '../../scripts/evaluate/take-some.ts';

/** What orders a tile. */
interface Placed {
  readonly label: string;
  readonly slide: string;
}

/** Tiles from each label in turn, and within a label from each slide in turn, so that the first few are a balanced draw. */
export function balanced<Tile extends Placed>(tiles: readonly Tile[]): Tile[] {
  const bySlides = inTurn(tiles, ({ label, slide }) => `${label}\n${slide}`, tiles.length);
  return inTurn(bySlides, ({ label }) => label, tiles.length);
}
