import type { Evaluation } from '../../evaluation/evaluation.ts';
import { percentWords, withDeviation } from '../../evaluation/figure-words.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import type { MeanSd } from '../../evaluation/mean-sd.ts';
import { classes } from '../../ui/classes.ts';
import { formatPercent } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import styles from './HeadlineFigures.module.css';

/** The accuracy, never without what colour alone and guessing reach. All on one scale. */
export function HeadlineFigures({ evaluation: { scores, colour, majority, protocol } }: { evaluation: Evaluation }) {
  const guess: MeanSd = { mean: scores.chance, sd: null };
  return (
    <dl className={styles.figures}>
      <Figure name="Barcodes" note="accuracy" value={headlineOf(scores, protocol).accuracy} isOurs />
      <Figure
        name="Colour alone"
        note="the same vote among patches of similar colours"
        value={headlineOf(colour, protocol).accuracy}
        hint={
          <Hint about="the colour baseline">
            Each patch is only an 8 × 8 × 8 histogram of its colours, compared by the Hellinger distance. A method worth
            its cost must beat it.
          </Hint>
        }
      />
      <Figure name="Chance" note={`always guessing the most frequent label: ${percentWords(majority)}`} value={guess} />
    </dl>
  );
}

interface FigureProps {
  name: string;
  note: string;
  value: MeanSd;
  isOurs?: boolean;
  hint?: React.ReactNode;
}

function Figure({ name, note, value, isOurs = false, hint }: FigureProps) {
  return (
    <div className={classes(styles.figure, isOurs && styles.ours)}>
      <dt className={styles.name}>
        {name} {hint}
      </dt>
      <dd className={styles.value}>
        {withDeviation(value)}
        <span className={styles.track} aria-hidden>
          <span className={styles.level} style={{ width: formatPercent(value.mean ?? 0, 1).replace(' ', '') }} />
        </span>
        <span className={styles.note}>{note}</span>
      </dd>
    </div>
  );
}
