import { cancelLearning, forgetLearned, type Learning, startLearning } from '../../../engine/lens/learning.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatPercent } from '../../../ui/format.ts';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { changeOptions, useOptions } from '../similar-store.ts';
import styles from './LearnedSimilarity.module.css';
import { checkWords, obstacleWords, type SourceWords, sourceWords } from './words.ts';

export interface LearnDialogProps {
  collection: CollectionRecord;
  learning: Learning | undefined;
  onClose: () => void;
}

/** What learning from labels is, whether it wins on this collection, and the end of it. */
export function LearnDialog({ collection, learning, onClose }: LearnDialogProps) {
  const { id, lens } = collection;
  const { learned } = useOptions(id);
  const { isBusy, error, run } = useAction();
  const words = sourceWords(collection);
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
              onClick={() => void startLearning(id)}
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
        The labels of this collection can teach which differences between patches matter. No image is read again. Hits,
        the vote, the scale, heat maps and searches for slides and cases then go by the learned distance: the bits that
        differ, and up to a quarter of all bits more where labels have taught that patches differ. Whether anything here
        resembles a query at all is judged by plain distances as before.
      </p>
      <p>
        It is offered only where it wins on this very collection: each {words.one} in turn is searched with what the
        labels of the other {words.many} teach.
      </p>
      <div role="status" className={styles.outcome}>
        {running ? null : <Outcome learning={learning} lens={lens} words={words} />}
      </div>
      {running ? (
        <ProgressBar
          label={running.step === 'learning' ? 'Learning from the labels' : 'Checking whether it wins'}
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

interface OutcomeProps extends Pick<LearnDialogProps, 'learning'> {
  lens: CollectionRecord['lens'];
  words: SourceWords;
}

function Outcome({ learning, lens, words }: OutcomeProps) {
  const { check } = learning ?? {};
  if (check?.kind === 'obstacle') return <p>{obstacleWords(check.obstacle, words)} Plain similarity stays.</p>;
  if (check) return <p>{checkWords(check.gain, check.isWorthwhile, words)}</p>;
  return lens ? <p>{checkWords(lens.gain, true, words)}</p> : null;
}
