import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import type { Action } from './use-action.ts';

interface Props {
  title: string;
  /** One sentence beneath the title. */
  description?: ReactNode;
  /** The act itself: "Delete collection", not "OK". */
  act: string;
  dangerous?: boolean;
  /** The act cannot be done yet. */
  isDisabled?: boolean;
  /** From `useAction`: whether the act is under way, and why it failed. */
  action: Action;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks for what an act needs, does it, and says what went wrong. Whoever shows it closes it when the act is done. */
export function ActionDialog({
  title,
  description,
  act,
  dangerous = false,
  isDisabled = false,
  action: { isBusy, error },
  onAct,
  onClose,
  children,
}: Props) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={dangerous ? 'danger' : 'primary'} disabled={isBusy || isDisabled} onClick={onAct}>
            {act}
          </Button>
        </>
      }
    >
      {children}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}
