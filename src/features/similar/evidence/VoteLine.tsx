import { Fragment } from 'react';
import { type Tally, tallyOf } from '../../../barcode/vote.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import { classes } from '../../../ui/classes.ts';
import { formatCount } from '../../../ui/format.ts';
import { Hint } from '../../../ui/Hint.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import styles from './VoteLine.module.css';
import { recordWords } from './words.ts';

export interface VoteLineProps {
  /** The nearest references, nearest first. Before the first result the line's place is kept. */
  nearest: readonly Patch[] | undefined;
  /** How many references there are. */
  references: number;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  /** By what labels have taught. */
  isLearned: boolean;
  /** Dims the result of the query before. */
  isSlow: boolean;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
}

/** What the nearest references say of the query, with these as evidence. */
export function VoteLine({ nearest, references, scale, isLearned, isSlow, labelIndices, urlOf }: VoteLineProps) {
  if (!nearest || nearest.length === 0) return <div className={styles.vote} />;
  const tally = tallyOf(nearest.map(({ label }) => label));
  const recordOf = ({ majority, labels: [first] }: Tally) =>
    (majority !== undefined && scale && recordWords(scale, first?.supporters.length ?? 0)) || [];
  return (
    <div className={classes(styles.vote, isSlow && styles.before)}>
      <div className={styles.words}>
        <p className={styles.verdict}>
          <Verdict tally={tally} nearest={nearest[0]?.label || 'no label'} />{' '}
          <Hint about="the vote">
            The nearest {nearest.length} of all references vote with their labels; a label has a majority when more than
            half of them have it. Filters and the other choices below narrow the list of hits, never the vote; only
            leaving out the query’s own source does. It is a hint at what the query resembles in your own collection,
            not a diagnosis.
          </Hint>
        </p>
        <p className={styles.quiet}>
          {[
            `The nearest ${nearest.length} of ${formatCount(references, 'reference', 'references')}${isLearned ? ' by learned similarity' : ''}`,
            recordOf(tally),
          ]
            .flat()
            .join('; ')}
        </p>
      </div>
      <ol className={styles.voters} aria-label="The nearest patches and their labels">
        {nearest.map(({ id, label }) => (
          <li
            key={id}
            title={label || 'no label'}
            className={classes(
              styles.voter,
              tally.majority !== undefined && label !== tally.majority && styles.against,
            )}
          >
            <PatchImage url={urlOf(id)} labelIndex={labelIndices.get(label)} />
            <span className="visually-hidden">{label || 'no label'}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Verdict({ tally, nearest }: { tally: Tally; nearest: string }) {
  const { majority, labels, unlabelled, voters } = tally;
  const [first] = labels;
  if (!first)
    return <>No vote: {voters === 1 ? 'the nearest has no label' : `none of the nearest ${voters} has a label`}</>;
  if (majority !== undefined) {
    return (
      <>
        Vote: <strong>{majority}</strong>,{' '}
        <span className={styles.count}>
          {first.supporters.length} of {voters}
        </span>
        {unlabelled > 0 ? ` (${unlabelled} without a label)` : null}
      </>
    );
  }
  const counts = labels.map(({ label, supporters }) => ({ label, count: supporters.length }));
  if (unlabelled > 0) counts.push({ label: 'no label', count: unlabelled });
  return (
    <>
      <strong>No majority:</strong>{' '}
      {counts.map(({ label, count }, at) => (
        <Fragment key={label}>
          {label}
          <span className={styles.count}>
            {' '}
            {count}
            {at < counts.length - 1 ? ',' : ';'}
          </span>{' '}
        </Fragment>
      ))}
      the nearest: {nearest}
    </>
  );
}
