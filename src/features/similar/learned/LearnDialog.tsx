import { useState } from 'react';
import type { Patches } from '../../../columns/patches.ts';
import { isCategory } from '../../../columns/table-columns.ts';
import { cancelLearning, forgetLearned, type Learning, startLearning } from '../../../engine/lens/learning.ts';
import { useTableColumns } from '../../../engine/tables/use-known.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatPercent } from '../../../ui/format.ts';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { changeOptions, useOptions } from '../similar-store.ts';
import styles from './LearnedSimilarity.module.css';
import { checkWords, obstacleWords, robustWords, type SourceWords, STEPS, sourceWords } from './words.ts';

export interface LearnDialogProps {
  collection: CollectionRecord;
  patches: Patches;
  learning: Learning | undefined;
  onClose: () => void;
}

/** What learning from labels is, whether it wins on this collection, and the end of it. */
export function LearnDialog({ collection, patches, learning, onClose }: LearnDialogProps) {
  const { id, lens, profileName } = collection;
  const { learned } = useOptions(id);
  const { isBusy, error, run } = useAction();
  const words = sourceWords(collection);
  const teachers = useTeachers(collection, patches);
  const [teacher, setTeacher] = useState(lens?.column ?? teachers[0]?.value ?? LABELS);
  const { running } = learning ?? {};
  const forget = () => {
    changeOptions(id, { learned: false });
    run(() => forgetLearned(id).then(onClose));
  };
  const search = () => {
    changeOptions(id, { learned: true });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title="Learn from labels"
      footer={
        running ? (
          <Button onClick={cancelLearning}>Cancel</Button>
        ) : (
          <>
            {lens ? (
              <Button disabled={isBusy} onClick={forget}>
                Forget it
              </Button>
            ) : null}
            <Button
              variant={lens ? 'secondary' : 'primary'}
              disabled={isBusy}
              onClick={() => void startLearning(id, teacher === LABELS ? undefined : teacher)}
              data-autofocus={lens ? undefined : ''}
            >
              {lens ? 'Check again' : 'Check whether it helps'}
            </Button>
            {lens && !learned ? (
              <Button variant="primary" onClick={search}>
                Search with it
              </Button>
            ) : null}
          </>
        )
      }
    >
      <p>
        Labels can teach which differences between patches matter. No image is read again. Hits, the vote, the scale,
        heat maps and searches for slides and cases then go by the learned distance: the bits that differ, and up to a
        quarter of all bits more where labels have taught that patches differ. Whether anything here resembles a query
        at all is judged by plain distances as before.
      </p>
      <p>
        It is offered only where it wins on this very collection: each {words.one} in turn is searched with what the
        labels of the other {words.many} teach.
        {profileName === 'robust'
          ? null
          : ' Where these images are indexed with the Robust profile, too, the check says which of the two is ahead here.'}
      </p>
      {teachers.length > 1 || lens?.column !== undefined ? (
        <Select
          label="Learn from"
          value={teacher}
          onValueChange={setTeacher}
          options={teachers}
          help={teacher === LABELS ? undefined : 'The words of this column count as labels.'}
          disabled={running !== undefined}
          className={styles.teacher}
        />
      ) : null}
      <div role="status" className={styles.outcome}>
        {running ? null : (
          <Outcome
            check={(learning?.column ?? LABELS) === teacher ? learning?.check : undefined}
            lens={(lens?.column ?? LABELS) === teacher ? lens : undefined}
            words={words}
          />
        )}
      </div>
      {running ? (
        <ProgressBar
          label={STEPS[running.step]}
          value={running.share}
          max={1}
          valueText={formatPercent(running.share)}
        />
      ) : null}
      {learning?.error ? <ErrorNotice error={learning.error} /> : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}

/** Joined columns never have this name: the table's own column has. */
const LABELS = 'label';

/** What may teach: labels where there are two at least, and every column of a table that sorts patches into categories. */
function useTeachers(
  { id, lens }: CollectionRecord,
  { labelOrder }: Patches,
): readonly { readonly value: string; readonly label: string }[] {
  const columns = useTableColumns(id).filter(isCategory);
  const names = columns.map(({ name }) => name);
  // One that taught before stands there though its table is gone, so that it can be seen what did.
  if (lens?.column !== undefined && !names.includes(lens.column)) names.push(lens.column);
  return [
    ...(labelOrder.size > 1 || names.length === 0 ? [{ value: LABELS, label: 'Labels' }] : []),
    ...names.map((name) => ({ value: name, label: name })),
  ];
}

interface OutcomeProps extends Partial<Pick<Learning, 'check'>> {
  lens: CollectionRecord['lens'];
  words: SourceWords;
}

function Outcome({ check, lens, words }: OutcomeProps) {
  if (check?.kind === 'obstacle') return <p>{obstacleWords(check.obstacle, words)} Plain similarity stays.</p>;
  if (check) {
    const { gain, isWorthwhile, robust } = check;
    return (
      <>
        <p>{checkWords(gain, isWorthwhile, words)}</p>
        {robust ? <p>{robustWords(robust, isWorthwhile, words)}</p> : null}
      </>
    );
  }
  return lens ? <p>{checkWords(lens.gain, true, words)}</p> : null;
}
