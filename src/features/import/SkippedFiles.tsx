import type { SkippedFiles as Skipped } from '../../engine/intake/intake.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import styles from './SkippedFiles.module.css';

const MOST_NAMES = 200;

const REASONS: readonly { kind: keyof Skipped; one: string; many?: string }[] = [
  {
    kind: 'unsupported',
    one: 'file that is no image Gramscope reads',
    many: 'files that are no images Gramscope reads',
  },
  { kind: 'hidden', one: 'hidden file' },
  { kind: 'unreadable', one: 'folder that could not be read', many: 'folders that could not be read' },
];

/** What was passed over, counted and named; nothing when nothing was. */
export function SkippedFiles({ skipped }: { skipped: Skipped }) {
  const present = REASONS.filter(({ kind }) => skipped[kind].length > 0);
  if (present.length === 0) return null;
  return (
    <div>
      {present.map(({ kind, one, many }) => (
        <details key={kind} className={styles.reason}>
          <summary>Skipped: {formatCount(skipped[kind].length, one, many)}</summary>
          <Names names={skipped[kind]} />
        </details>
      ))}
    </div>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className={styles.names}>
      {names.slice(0, MOST_NAMES).map((name) => (
        <li key={name}>{name}</li>
      ))}
      {names.length > MOST_NAMES ? <li>and {formatNumber(names.length - MOST_NAMES)} more</li> : null}
    </ul>
  );
}
