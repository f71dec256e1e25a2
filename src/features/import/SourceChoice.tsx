import { useEffect, useState } from 'react';
import { isAbort } from '../../base/errors.ts';
import type { FoundFile } from '../../engine/intake/intake.ts';
import { LONGEST } from '../../library/facts.ts';
import { tcgaPatientIn } from '../../library/sources.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { countSources, type FormPart, type SourceCount, sourceProblem, sourceRuleOf } from './review.ts';
import styles from './SourceChoice.module.css';

const KINDS = [
  { value: 'file', label: 'Each image on its own' },
  { value: 'folder', label: 'Images in the same folder' },
  { value: 'pattern', label: 'Images that share a part of their name' },
  { value: 'tcga', label: 'TCGA patient' },
] as const;

const EXAMPLES = [
  { name: 'Name up to the first _', pattern: '[^/_]+(?=[^/]*$)' },
  { name: 'First number in the name', pattern: '\\d+(?=[^/]*$)' },
];

interface Props extends FormPart {
  files: readonly Pick<FoundFile, 'path'>[];
}

/** Which images make one case, so that neighbours of a patch can be left out of its hits. A column can say so later. */
export function SourceChoice({ files, form, change }: Props) {
  const isPattern = form.sourceKind === 'pattern';
  return (
    <div className={styles.choice}>
      <Select
        label="One case is"
        hint={
          <Hint about="a case">
            Patches of one slide or patient are often similar just because they are neighbours. When Gramscope knows
            which images belong together, it can leave them out, search for whole cases, and evaluate by case. You can
            change this at any time, and a table can say it.
          </Hint>
        }
        value={form.sourceKind}
        onValueChange={(sourceKind) => change({ sourceKind })}
        options={KINDS.filter(({ value }) => value !== 'tcga' || files.some(({ path }) => tcgaPatientIn(path)))}
        help={isPattern ? undefined : <SourcePreview files={files} form={form} />}
      />
      {isPattern ? <PatternField files={files} form={form} change={change} /> : null}
    </div>
  );
}

function PatternField({ files, form, change }: Props) {
  const problem = sourceProblem(form.pattern);
  return (
    <div className={styles.pattern}>
      <TextField
        label="Pattern (regular expression)"
        hint={
          <Hint about="a pattern">
            The first part of the path that matches names the case: <code>HE-\d+</code> takes “HE-07” from
            “HE-07_022.tif”. Images that do not match count as cases of their own.
          </Hint>
        }
        value={form.pattern}
        maxLength={LONGEST.typed}
        onValueChange={(pattern) => change({ pattern })}
        monospaced
        placeholder="HE-\d+"
        error={form.pattern === '' ? undefined : problem}
        help={problem ?? <SourcePreview files={files} form={form} />}
      />
      <div className={styles.examples}>
        {EXAMPLES.map(({ name, pattern }) => (
          <Button key={name} size="small" onClick={() => change({ pattern })}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  );
}

function SourcePreview({ files, form: { sourceKind, pattern } }: Omit<Props, 'change'>) {
  const count = useSourceCount(files, sourceKind, pattern);
  if (sourceKind === 'file') return 'Every image counts as a case of its own.';
  if (!count) return `Counting cases in ${formatCount(files.length, 'image')} …`;
  const { sources, examples } = count;
  const total = `${formatCount(sources, 'case')} from ${formatCount(files.length, 'image')}`;
  return sourceKind !== 'folder'
    ? `${total}: ${examples.join(', ')}${sources > examples.length ? ', …' : ''}`
    : `${total}.`;
}

/** The last count, until the next is there. */
function useSourceCount(
  files: Props['files'],
  sourceKind: FormPart['form']['sourceKind'],
  pattern: string,
): SourceCount | undefined {
  const [count, setCount] = useState<SourceCount>();
  useEffect(() => {
    const counting = new AbortController();
    const { signal } = counting;
    countSources(files, sourceRuleOf({ sourceKind, pattern }), signal).then(
      (counted) => signal.aborted || setCount(counted),
      (thrown) => {
        if (!isAbort(thrown)) throw thrown;
      },
    );
    return () => counting.abort();
  }, [files, sourceKind, pattern]);
  return count;
}
