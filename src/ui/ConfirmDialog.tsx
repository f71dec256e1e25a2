import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question. */
  title: string;
  /** What happens, and what stays as it is. */
  children: ReactNode;
  /** The act itself: "Delete collection", not "OK". */
  confirmText: string;
  /** The way back: "Keep going". */
  cancelText?: string;
  dangerous?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirmText,
  cancelText = 'Cancel',
  dangerous = false,
  onConfirm,
}: ConfirmDialogProps) {
  const confirm = () => {
    onOpenChange(false);
    onConfirm();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      width="narrow"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{cancelText}</Button>
          <Button variant={dangerous ? 'danger' : 'primary'} onClick={confirm}>
            {confirmText}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
