import { useMemo } from 'react';
import type { Patch } from '../../columns/patch-chunk.ts';
import { partition } from '../../evaluation/partition.ts';
import { LONGEST } from '../../library/facts.ts';
import { formatCount } from '../../ui/format.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FOLD_CHOICES, type FormPart, problemsOf } from './choices.ts';

const FOLDS = FOLD_CHOICES.map((k) => ({ value: k, label: `${k} folds` }));

interface Props extends FormPart {
  /** Those with a label. */
  patches: readonly Patch[];
}

/** The fields of the chosen protocol. */
export function ProtocolFields({ form, change, patches }: Props) {
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
        <TextField
          label="Pattern that names the slide"
          value={form.pattern}
          maxLength={LONGEST.typed}
          onValueChange={(pattern) => change({ pattern })}
          monospaced
          placeholder="HE-\d+"
          error={form.pattern === '' ? undefined : problems.pattern}
          help={problems.pattern ?? <Groups pattern={form.pattern} patches={patches} />}
        />
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
function Groups({ pattern, patches }: { pattern: string; patches: readonly Patch[] }) {
  const { foldNames, unmatched } = useMemo(
    () => partition(patches, { kind: 'leave-out', pattern }),
    [patches, pattern],
  );
  const examples = foldNames.slice(0, 3).join(', ');
  return (
    <>
      Makes {formatCount(foldNames.length, 'group')}: {examples}
      {foldNames.length > 3 ? ', …' : ''}
      {unmatched > 0 ? `. ${formatCount(unmatched, 'patch', 'patches')} without a match, each on its own.` : ''}
    </>
  );
}
