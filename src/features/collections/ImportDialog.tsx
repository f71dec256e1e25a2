import { useStore } from 'zustand';
import { type ArchiveImport, archiveImportStore, dismissArchiveImport } from '../../engine/transfer/archive-import.ts';
import type { ImportStep } from '../../engine/transfer/transfer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatPercent } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';

const STEP_WORDS: Readonly<Record<ImportStep, string>> = {
  checking: 'Checking every byte of the file. Only then is anything stored.',
  comparing: 'Comparing what was stored before with the file.',
  storing: 'Storing the collection. It appears when it is whole.',
  'going-on': 'Going on where the import was interrupted. The collection appears when it is whole.',
  'storing-anew':
    'What was stored before does not fit the file and is removed: the import begins anew. The collection appears when it is whole.',
};

/** Shows how far an import is. Mounted once, beside every screen: leaving the one that began it changes nothing. */
export function ImportDialog() {
  const current = useStore(archiveImportStore, (state) => state.current);
  if (!current) return null;
  return (
    <Dialog
      open
      onOpenChange={dismissArchiveImport}
      width="narrow"
      title="Import a collection"
      footer={<Button onClick={dismissArchiveImport}>{dismissWord(current)}</Button>}
    >
      {current.error ? <ErrorNotice error={current.error} /> : <Progress {...current} />}
    </Dialog>
  );
}

function dismissWord({ step, error }: ArchiveImport): string {
  if (error) return 'Close';
  return step === 'going-on' ? 'Cancel and discard' : 'Cancel';
}

function Progress({ step, share }: ArchiveImport) {
  const words = STEP_WORDS[step];
  return (
    <>
      <p>{words}</p>
      <ProgressBar label="Importing" value={share} max={1} valueText={`${words} ${formatPercent(share)}`} />
    </>
  );
}
