import { useState } from 'react';
import { deleteEverything } from '../../engine/app/stored.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/use-action.ts';

export function DeleteEverything() {
  const [isAsking, setIsAsking] = useState(false);
  const { isBusy, error, run } = useAction();
  const remove = () =>
    run(async () => {
      await deleteEverything();
      location.hash = '';
      location.reload();
    });
  return (
    <>
      <div>
        <Button variant="danger" disabled={isBusy} onClick={() => setIsAsking(true)}>
          Delete everything
        </Button>
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        dangerous
        title="Delete everything that is stored?"
        confirmText="Delete everything"
        onConfirm={remove}
      >
        <p>
          All collections with their barcodes, thumbnails and reports, and all settings are deleted from this browser.
          This cannot be undone.
        </p>
        <p>Your images stay where they are, and the program stays, so that it still works without a network.</p>
      </ConfirmDialog>
    </>
  );
}
