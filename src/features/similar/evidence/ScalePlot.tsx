import type { ReactNode } from 'react';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import { countBelow, quantile } from '../../../evaluation/scale/quantile.ts';
import { formatNumber } from '../../../ui/format.ts';
import styles from './ScalePlot.module.css';

export interface ScalePlotProps {
  scale: DistanceScale;
  /** Of the query's hits, in bits. */
  distances: readonly number[];
  /** Explains the plot; stands behind its key. */
  children?: ReactNode;
}

const BINS = 60;

/** Of the drawing, in its own units; it is stretched to the width of the panel. */
const [WIDTH, HEIGHT] = [BINS, 30];

/** Where the query's hits lie among the collection's distances: of random pairs, and of each patch to its nearest. */
export function ScalePlot({ scale, distances, children }: ScalePlotProps) {
  const least = Math.min(scale.nearest[0] ?? 0, ...distances) * 0.9;
  const most = Math.max(quantile(scale.pairs, 0.75), ...distances);
  const place = (distance: number) => ((distance - least) / (most - least)) * WIDTH;
  const median = quantile(scale.pairs, 0.5);
  return (
    <figure className={styles.plot}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={descriptionOf(scale, distances)}
        className={styles.drawing}
      >
        <path className={styles.pairs} d={outline(scale.pairs, least, most)} />
        <path className={styles.nearest} d={outline(scale.nearest, least, most)} />
        {distances.map((distance, rank) => (
          <line
            // biome-ignore lint/suspicious/noArrayIndexKey: two hits may be equally far.
            key={rank}
            className={styles.hit}
            x1={place(distance)}
            x2={place(distance)}
            y1={HEIGHT - 9}
            y2={HEIGHT}
          />
        ))}
      </svg>
      <figcaption className={styles.caption}>
        <span>{formatNumber(least)} bits</span>
        <span className={styles.key}>
          <span className={styles.hitKey} /> hits <span className={styles.nearestKey} /> nearest{' '}
          <span className={styles.pairsKey} /> pairs {children}
        </span>
        <span>{formatNumber(most)}</span>
        <span className="visually-hidden">Half of all pairs are closer than {formatNumber(median)} bits.</span>
      </figcaption>
    </figure>
  );
}

/** A sample as a closed shape: how many of it lie in each of the bins, the fullest as high as the drawing. */
function outline(sample: Float64Array, least: number, most: number): string {
  const below = Array.from({ length: BINS + 1 }, (_, bin) => countBelow(sample, least + (bin / BINS) * (most - least)));
  const counts = Array.from({ length: BINS }, (_, bin) => (below[bin + 1] as number) - (below[bin] as number));
  const highest = Math.max(1, ...counts);
  const points = counts.map((count, bin) => `L${bin + 0.5} ${(HEIGHT * (1 - count / highest)).toFixed(2)}`);
  return `M0 ${HEIGHT}${points.join('')}L${WIDTH} ${HEIGHT}Z`;
}

function descriptionOf(scale: DistanceScale, distances: readonly number[]): string {
  const half = `Half of the pairs here are closer than ${formatNumber(quantile(scale.pairs, 0.5))} bits, and half of the patches have their nearest within ${formatNumber(quantile(scale.nearest, 0.5))}.`;
  if (distances.length === 0) return half;
  const [first, last] = [Math.min(...distances), Math.max(...distances)];
  return `${half} The hits lie from ${formatNumber(first)} to ${formatNumber(last)} bits.`;
}
