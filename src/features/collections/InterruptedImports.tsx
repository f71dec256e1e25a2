import { useStore } from 'zustand';
import { collectionBytes } from '../../engine/collection/collections.ts';
import { discardImport, interruptedImportsStore } from '../../engine/transfer/interrupted-imports.ts';
import type { RestoringCollection } from '../../library/restore.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes, formatStored } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import { ChooseArchive } from './ChooseArchive.tsx';

/** Says which imports were interrupted, and how they go on. */
export function InterruptedImports() {
  const imports = useStore(interruptedImportsStore, (state) => state.imports);
  return imports.map((stored) => <Interrupted key={stored.id} stored={stored} />);
}

function Interrupted({ stored }: { stored: RestoringCollection }) {
  const { id, name, patchCount, restoring } = stored;
  const { isBusy, error, run } = useAction();
  const discard = () => run(() => discardImport(id));
  return (
    <Notice
      title={`The import of “${name}” was interrupted: ${formatStored(patchCount, restoring.total)} are stored.`}
      actions={
        <>
          <ChooseArchive label="The same file again" expected={restoring.archive}>
            {(choose) => (
              <Button size="small" disabled={isBusy} onClick={choose}>
                Choose the file
              </Button>
            )}
          </ChooseArchive>
          <Button size="small" variant="quiet" disabled={isBusy} onClick={discard}>
            Discard
          </Button>
        </>
      }
    >
      <p>
        Choose the same file again and it goes on from there. What is stored takes{' '}
        {formatBytes(collectionBytes(stored).total)}; it cannot be searched before the collection is whole.
      </p>
      {error ? <ErrorNotice error={error} /> : null}
    </Notice>
  );
}
