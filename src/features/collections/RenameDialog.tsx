import { useState } from 'react';
import { useStore } from 'zustand';
import { renameCollection } from '../../engine/collection/collections.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { LONGEST } from '../../library/facts.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { ActionDialog } from '../../ui/ActionDialog.tsx';
import { nameProblem } from '../../ui/name-problem.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';

export interface CollectionDialogProps {
  collection: CollectionRecord;
  onClose: () => void;
}

export function RenameDialog({ collection, onClose }: CollectionDialogProps) {
  const [name, setName] = useState(collection.name);
  const action = useAction();
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const problem = nameProblem(
    name,
    collections.filter(({ id }) => id !== collection.id),
  );
  const rename = () =>
    action.run(async () => {
      await renameCollection(collection.id, name.trim());
      onClose();
    });
  return (
    <ActionDialog
      title="Rename the collection"
      act="Rename"
      isDisabled={problem !== undefined}
      onAct={rename}
      action={action}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined) rename();
        }}
      >
        <TextField
          label="Name"
          value={name}
          maxLength={LONGEST.typed}
          onValueChange={setName}
          data-autofocus
          error={problem}
        />
      </form>
    </ActionDialog>
  );
}
