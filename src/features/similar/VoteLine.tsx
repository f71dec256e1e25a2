import { VOTERS, voteOf } from '../../barcode/vote.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { classes } from '../../ui/classes.ts';
import { Hint } from '../../ui/Hint.tsx';
import { PatchImage } from '../../ui/PatchImage.tsx';
import styles from './VoteLine.module.css';

export interface VoteLineProps {
  /** The patches found, nearest first. Before the first answer the line's place is kept. */
  found: readonly PatchRecord[] | undefined;
  /** Dims what answers the query before. */
  isSlow: boolean;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
}

/** What the three nearest patches say the query is, with the three as evidence. */
export function VoteLine({ found, isSlow, labelIndices, urlOf }: VoteLineProps) {
  if (!found || found.length === 0) return <div className={styles.vote} />;
  const nearest = found.slice(0, VOTERS);
  const vote = voteOf(nearest.map(({ label }) => label));
  return (
    <div className={classes(styles.vote, isSlow && styles.before)}>
      <p className={styles.words}>
        {vote ? (
          <>
            Vote: <strong>{vote.label}</strong>, {vote.supporters.length} of {vote.voters}
          </>
        ) : (
          'No vote: no labels'
        )}{' '}
        <Hint about="the vote">
          The three nearest patches vote with their labels; the label that most of them have wins, and when all three
          differ, the nearest decides. It is a hint at what the query resembles in your own collection, not a diagnosis.
        </Hint>
      </p>
      <ol className={styles.voters} aria-label="The nearest patches and their labels">
        {nearest.map(({ id, label }, rank) => (
          <li
            key={id}
            title={label || 'no label'}
            className={classes(styles.voter, vote && !vote.supporters.includes(rank) && styles.against)}
          >
            <PatchImage url={urlOf(id)} labelIndex={labelIndices.get(label)} />
            <span className="visually-hidden">{label || 'no label'}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
