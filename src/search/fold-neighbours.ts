import type { Neighbour } from '../barcode/nearest.ts';
import type { SlideArea } from '../base/slide.ts';

/** Where a patch lies that was cut from a slide. */
export interface Place {
  readonly slide: string;
  readonly area: SlideArea;
}

/** Patches around one patch of a grid: at most so many are folded into a hit, as long as patches do not overlap. */
const AROUND = 8;

/**
 * The `n` nearest of those that neither overlap nor touch a nearer one of the same slide which is itself among them.
 * @param nearest The given number of nearest patches, or all when there are fewer; called for more until that is enough.
 */
export async function nearestFolded(
  n: number,
  nearest: (count: number) => Promise<Neighbour[]>,
  placeOf: (id: number) => Place | undefined,
): Promise<Neighbour[]> {
  for (let count = n * (1 + AROUND); ; count *= 2) {
    const ranked = await nearest(count);
    const kept = foldNeighbours(ranked, n, placeOf);
    if (kept.length === n || ranked.length < count) return kept;
  }
}

function foldNeighbours(
  ranked: readonly Neighbour[],
  n: number,
  placeOf: (id: number) => Place | undefined,
): Neighbour[] {
  const kept: Neighbour[] = [];
  const taken = new Map<string, SlideArea[]>();
  for (const neighbour of ranked) {
    if (kept.length === n) break;
    const place = placeOf(neighbour.id);
    if (place) {
      const areas = taken.get(place.slide) ?? [];
      if (areas.some((area) => touch(area, place.area))) continue;
      taken.set(place.slide, [...areas, place.area]);
    }
    kept.push(neighbour);
  }
  return kept;
}

/** Overlapping, or with an edge or a corner in common. */
function touch(a: SlideArea, b: SlideArea): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** Edges drawn by hand miss those of a grid: areas that have no more than this share of the smaller one in common do not overlap. */
const CHANCE_OVERLAP = 0.1;

/** Whether two areas show the same tissue in part. */
export function overlap(a: SlideArea, b: SlideArea): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return width > 0 && height > 0 && width * height > CHANCE_OVERLAP * smaller;
}
