import { useState } from 'react';
import { addToSet, useNamedSets } from '../../engine/collection/named-sets.ts';
import { LONGEST } from '../../library/facts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { EditDialogProps } from './RelabelDialog.tsx';
import styles from './SetDialog.module.css';

/** Puts the selected patches into a set that is there, or a new one. */
export function SetDialog({ collectionId, ids, onClose, onDone }: EditDialogProps) {
  const sets = useNamedSets(collectionId);
  const [text, setText] = useState('');
  const { isBusy, error, run } = useAction();
  const name = text.trim();
  const isThere = sets.some((set) => set.name === name);
  const add = () =>
    run(async () => {
      if (name === '') return;
      await addToSet(collectionId, name, ids);
      onDone();
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={() => isBusy || onClose()}
      width="narrow"
      title={`Add ${formatCount(ids.length, 'patch', 'patches')} to a set`}
      description="A set keeps patches together under a name: to filter by, to search with, to go on collecting. A patch can be in several."
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button variant="primary" disabled={isBusy || name === ''} onClick={add}>
            {isThere || name === '' ? 'Add to set' : 'Make this set'}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) add();
        }}
      >
        <TextField
          label="Name of the set"
          value={text}
          maxLength={LONGEST.typed}
          onValueChange={setText}
          placeholder={sets.length > 0 ? 'A new name, or one of those below' : 'Typical tumour'}
        />
        {sets.length > 0 ? (
          <ul className={styles.sets} aria-label="Sets of this collection">
            {sets.map((set) => (
              <li key={set.id}>
                <Button size="small" aria-pressed={set.name === name} onClick={() => setText(set.name)}>
                  {set.name} <span className={styles.count}>{set.members.length}</span>
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        {error ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
