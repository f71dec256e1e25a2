import { useState } from 'react';
import { renameCollection } from '../../engine/collection/collections.ts';
import { LONGEST } from '../../library/facts.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';

export interface CollectionDialogProps {
  collection: CollectionRecord;
  onClose: () => void;
}

export function RenameDialog({ collection, onClose }: CollectionDialogProps) {
  const [name, setName] = useState(collection.name);
  const { isBusy, error, run } = useAction();
  const isEmpty = name.trim() === '';
  const rename = () =>
    run(async () => {
      await renameCollection(collection.id, name.trim());
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title="Rename the collection"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || isEmpty} onClick={rename}>
            Rename
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) rename();
        }}
      >
        <TextField
          label="Name"
          value={name}
          maxLength={LONGEST.typed}
          onValueChange={setName}
          data-autofocus
          error={isEmpty ? 'Give the collection a name.' : undefined}
        />
        {error ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
