import { type ReactNode, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { isAbort } from '../../base/errors.ts';
import { type ImportStep, importFromFile } from '../../engine/transfer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatPercent } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { collectionPath } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';

const STEP_WORDS: Readonly<Record<ImportStep, string>> = {
  checking: 'Checking every byte of the file. Only then is anything stored.',
  comparing: 'Comparing what was stored before with the file.',
  storing: 'Storing the collection. It appears when it is whole.',
  'going-on': 'Going on where the import was interrupted. The collection appears when it is whole.',
  'storing-anew':
    'What was stored before is damaged and was removed: the import begins anew. The collection appears when it is whole.',
};

interface Progress {
  readonly step: ImportStep;
  readonly share: number;
}

interface Props {
  /** What the chooser of files is called. */
  label: string;
  /** Draws the button that opens it. */
  children: (choose: () => void) => ReactNode;
}

/** Takes an exported collection back in, and shows how far that is. */
export function ImportCollection({ label, children }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [, navigate] = useLocation();
  const [abort, setAbort] = useState<AbortController>();
  const [progress, setProgress] = useState<Progress>({ step: 'checking', share: 0 });
  const { isBusy, error, run } = useAction();
  const close = () => {
    abort?.abort();
    setAbort(undefined);
  };
  const take = (file: File) => {
    const controller = new AbortController();
    setAbort(controller);
    setProgress({ step: 'checking', share: 0 });
    run(async () => {
      try {
        const id = await importFromFile(file, controller.signal, (step, share) => setProgress({ step, share }));
        setAbort(undefined);
        navigate(collectionPath(id));
      } catch (thrown) {
        if (!isAbort(thrown)) throw thrown;
      }
    });
  };
  return (
    <>
      {children(() => chooser.current?.click())}
      <input
        ref={chooser}
        type="file"
        accept=".tar"
        hidden
        aria-label={label}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) take(file);
        }}
      />
      {abort ? (
        <Dialog
          open
          onOpenChange={close}
          width="narrow"
          title="Import a collection"
          footer={<Button onClick={close}>{isBusy ? 'Cancel' : 'Close'}</Button>}
        >
          {isBusy ? (
            <>
              <p>{STEP_WORDS[progress.step]}</p>
              <ProgressBar
                label="Importing"
                value={progress.share}
                max={1}
                valueText={`${STEP_WORDS[progress.step]} ${formatPercent(progress.share)}`}
              />
            </>
          ) : null}
          {error ? <ErrorNotice error={error} /> : null}
        </Dialog>
      ) : null}
    </>
  );
}
