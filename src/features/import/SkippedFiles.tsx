import type { SkippedFiles as Skipped, ToldFile } from '../../engine/intake/intake.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import styles from './SkippedFiles.module.css';

const MOST_NAMES = 200;

const REASONS: readonly { kind: Exclude<keyof Skipped, 'told'>; one: string; many?: string }[] = [
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
  const told = byPhrase(skipped.told);
  if (present.length + told.length === 0) return null;
  return (
    <div>
      {present.map(({ kind, one, many }) => (
        <details key={kind} className={styles.reason}>
          <summary>Skipped: {formatCount(skipped[kind].length, one, many)}</summary>
          <Names names={skipped[kind]} />
        </details>
      ))}
      {told.map(([what, names]) => (
        <details key={what} className={styles.reason}>
          <summary>
            Skipped: {formatCount(names.length, 'file')}: {what}
          </summary>
          <Names names={names} />
        </details>
      ))}
    </div>
  );
}

/** What is to be known of images that are indexed. */
export function FileNotes({ notes }: { notes: readonly ToldFile[] }) {
  return byPhrase(notes).map(([what, names]) => (
    <details key={what} className={styles.reason}>
      <summary>
        {formatCount(names.length, 'image')}: {what}
      </summary>
      <Names names={names} />
    </details>
  ));
}

/** Paths by what is said of them. */
function byPhrase(files: readonly ToldFile[]): [what: string, paths: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { path, what } of files) groups.set(what, [...(groups.get(what) ?? []), path]);
  return [...groups];
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
