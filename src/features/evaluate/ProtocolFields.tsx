import { LONGEST } from '../../library/facts.ts';
import { formatCount } from '../../ui/format.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FOLD_CHOICES, type FormPart, problemsOf } from './choices.ts';
import type { Division } from './division.ts';

const CASES = [
  { value: 'collection', label: 'As in the collection’s details' },
  { value: 'pattern', label: 'By a pattern on paths' },
] as const;

const FOLDS = FOLD_CHOICES.map((k) => ({ value: k, label: `${k} folds` }));

interface Props extends FormPart {
  /** What the protocol makes of the patches; that of an earlier one while it is being worked out. */
  division: Division | undefined;
  /** The collection's rule makes cases that no pattern on paths tells. */
  hasOwnCases: boolean;
}

/** The fields of the chosen protocol. */
export function ProtocolFields({ form, change, division, hasOwnCases }: Props) {
  const problems = problemsOf(form);
  switch (form.kind) {
    case 'folds':
      return (
        <>
          <Select label="Folds" value={form.k} onValueChange={(k) => change({ k })} options={FOLDS} />
          <TextField
            label="Seed"
            value={form.seed}
            onValueChange={(seed) => change({ seed })}
            inputMode="numeric"
            error={problems.seed}
            help="Same seed, same folds."
          />
        </>
      );
    case 'leave-out':
      return (
        <>
          {hasOwnCases ? (
            <Select
              label="Cases"
              value={form.cases}
              onValueChange={(cases) => change({ cases })}
              options={CASES}
              help={form.cases === 'collection' ? groupWords(division) : undefined}
            />
          ) : null}
          {form.cases === 'pattern' ? (
            <TextField
              label="Pattern that names the slide"
              value={form.pattern}
              maxLength={LONGEST.typed}
              onValueChange={(pattern) => change({ pattern })}
              monospaced
              placeholder="HE-\d+"
              error={form.pattern === '' ? undefined : problems.pattern}
              help={problems.pattern ?? groupWords(division)}
            />
          ) : null}
        </>
      );
    case 'split':
      return (
        <>
          <TextField
            label="Training folder"
            value={form.train}
            onValueChange={(train) => change({ train })}
            error={problems.train}
            help="Anywhere in the path: “train”."
          />
          <TextField
            label="Test folder"
            value={form.test}
            onValueChange={(test) => change({ test })}
            error={problems.test}
            help="Anywhere in the path: “test”."
          />
        </>
      );
  }
}

/** What the pattern makes of the paths, so that a slip shows before the run. */
function groupWords(division: Division | undefined): string {
  if (!division || division.groups === 0) return 'Counting groups…';
  const { groups, examples, unmatched } = division;
  const more = groups > examples.length ? ', …' : '';
  const alone =
    unmatched > 0 ? `. ${formatCount(unmatched, 'patch', 'patches')} without a match, each on its own.` : '';
  return `Makes ${formatCount(groups, 'group')}: ${examples.join(', ')}${more}${alone}`;
}
