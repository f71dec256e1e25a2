import type { SkippedFiles as Skipped, ToldFile } from '../../engine/intake/intake.ts';
import { FoldedNames } from '../../ui/FoldedNames.tsx';
import { formatCount } from '../../ui/format.ts';

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
        <Names key={kind} summary={`Skipped: ${formatCount(skipped[kind].length, one, many)}`} names={skipped[kind]} />
      ))}
      {told.map(([what, names]) => (
        <Names key={what} summary={`Skipped: ${formatCount(names.length, 'file')}: ${what}`} names={names} />
      ))}
    </div>
  );
}

/** What is to be known of images that are indexed. */
export function FileNotes({ notes }: { notes: readonly ToldFile[] }) {
  return byPhrase(notes).map(([what, names]) => (
    <Names key={what} summary={`${formatCount(names.length, 'image')}: ${what}`} names={names} />
  ));
}

/** Paths by what is said of them. */
function byPhrase(files: readonly ToldFile[]): [what: string, paths: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { path, what } of files) groups.set(what, [...(groups.get(what) ?? []), path]);
  return [...groups];
}

function Names({ summary, names }: { summary: string; names: readonly string[] }) {
  return (
    <FoldedNames summary={summary} more={names.length - MOST_NAMES}>
      {names.slice(0, MOST_NAMES).map((name) => (
        <li key={name}>{name}</li>
      ))}
    </FoldedNames>
  );
}
