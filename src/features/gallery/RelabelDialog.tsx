import { useId, useState } from 'react';
import type { Facet } from '../../base/facet.ts';
import { relabelPatches } from '../../engine/collection/edit-patches.ts';
import { LONGEST } from '../../library/facts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { EditProgress } from './EditProgress.tsx';
import { HandLabels } from './HandLabels.tsx';
import styles from './RelabelDialog.module.css';

export interface EditDialogProps {
  collectionId: string;
  ids: readonly number[];
  onClose: () => void;
  /** All of it is done. */
  onDone: () => void;
}

export interface RelabelDialogProps extends EditDialogProps {
  /** Those of the collection. */
  labels: readonly Facet[];
  labelIndices: ReadonlyMap<string, number>;
}

/** Gives the selected patches one of the labels at hand, a new one, or none. */
export function RelabelDialog(props: RelabelDialogProps) {
  const { collectionId, ids, labels, labelIndices, onClose, onDone } = props;
  const [text, setText] = useState<string>();
  const [done, setDone] = useState(0);
  const { isBusy, error, run } = useAction();
  const headingId = useId();
  const label = text?.trim();
  const relabel = () =>
    run(async () => {
      if (label === undefined) return;
      await relabelPatches(collectionId, ids, label, setDone);
      onDone();
      onClose();
    });
  const facets = [...labels.filter(({ value }) => value !== ''), { value: '', count: countOf(labels, '') }];
  return (
    <Dialog
      open
      onOpenChange={() => isBusy || onClose()}
      width="narrow"
      title={`Change the label of ${formatCount(ids.length, 'patch', 'patches')}`}
      description="Files and folders keep their names. A label given here stays when the folder is dropped again."
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button variant="primary" disabled={isBusy || label === undefined} onClick={relabel}>
            {label === '' ? 'Remove the label' : 'Change label'}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) relabel();
        }}
      >
        <TextField
          label="Label"
          placeholder="Choose one below, or type a new one"
          value={text ?? ''}
          maxLength={LONGEST.typed}
          onValueChange={setText}
          data-autofocus
        />
        <h3 id={headingId} className={styles.heading}>
          Labels of this collection
        </h3>
        <ul className={styles.labels} aria-labelledby={headingId}>
          {facets.map(({ value, count }) => (
            <li key={value}>
              <button
                type="button"
                className={styles.label}
                aria-pressed={label === value}
                onClick={() => setText(value)}
              >
                <Mark index={labelIndices.get(value)} />
                <span className={styles.name}>{value || 'No label'}</span>
                <span className={styles.count}>{formatNumber(count)}</span>
              </button>
            </li>
          ))}
        </ul>
      </form>
      <HandLabels collectionId={collectionId} ids={ids} />
      {isBusy ? <EditProgress label="Changing labels" done={done} total={ids.length} /> : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}

function Mark({ index }: { index: number | undefined }) {
  return index === undefined ? <span className={styles.noMark} /> : <LabelMark index={index} />;
}

function countOf(labels: readonly Facet[], wanted: string): number {
  return labels.find(({ value }) => value === wanted)?.count ?? 0;
}
