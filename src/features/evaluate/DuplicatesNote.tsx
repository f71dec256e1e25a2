import { countDuplicates, type Evaluation } from '../../evaluation/evaluation.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import styles from './DuplicatesNote.module.css';

const MOST_GROUPS = 50;

/** Images that are there more than once, and what they do to the figures. */
export function DuplicatesNote({ evaluation }: { evaluation: Evaluation }) {
  const { duplicates, samples } = evaluation;
  if (duplicates.length === 0) return null;
  const { groups, acrossFolds, contradicting } = countDuplicates(duplicates);
  return (
    <Notice title={`${formatCount(groups, 'image')} with identical pixels under several names`}>
      <p>
        {effectWords(evaluation, acrossFolds)}{' '}
        {contradicting > 0
          ? `${formatCount(contradicting, 'group')} with different labels: one of them must be wrong.`
          : ''}
      </p>
      <details>
        <summary>Which ones</summary>
        <ul className={styles.groups}>
          {duplicates.slice(0, MOST_GROUPS).map(({ members }) => (
            <li key={members.join()}>{members.map((at) => samples[at]?.path).join(' = ')}</li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}

function effectWords(
  { withoutDuplicates, duplicateEffect, queries: { length } }: Evaluation,
  acrossFolds: number,
): string {
  if (acrossFolds === 0) return 'No query could find an image identical to it.';
  if (withoutDuplicates) return 'No query was allowed to find an image identical to it.';
  if (!duplicateEffect)
    return 'Queries could find images identical to them: evaluate again without, to see the figures.';
  const { queries, right, rightWithout } = duplicateEffect;
  return `Among the hits that vote, ${formatCount(queries, 'query found', 'queries found')} an image identical to it. Of ${formatCount(
    length,
    'query',
    'queries',
  )}, ${formatNumber(right)} are right; without identical images it would be ${formatNumber(rightWithout)}.`;
}
