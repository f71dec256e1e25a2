import { countDuplicates, type Evaluation } from '../../evaluation/evaluation.ts';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import styles from './DuplicatesNote.module.css';

const MOST_GROUPS = 50;

/** Images that are there more than once, and what they do to the figures. */
export function DuplicatesNote({ evaluation }: { evaluation: Evaluation }) {
  const { duplicates, samples, withoutDuplicates } = evaluation;
  if (duplicates.length === 0) return null;
  const { groups, acrossFolds, contradicting } = countDuplicates(duplicates);
  return (
    <Notice title={`${formatCount(groups, 'image')} with identical pixels under several names`}>
      <p>
        {acrossFolds === 0
          ? 'None of them could answer its twin.'
          : withoutDuplicates
            ? `Of ${formatCount(acrossFolds, 'group')}, some lie on each side of a fold; they were kept from answering each other.`
            : `Of ${formatCount(acrossFolds, 'group')}, some lie on each side of a fold, so a patch could find itself. Evaluate again with identical images kept apart to see without.`}{' '}
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
