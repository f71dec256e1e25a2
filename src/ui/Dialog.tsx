import X from 'lucide-react/icons/x';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence beneath the title. */
  description?: ReactNode;
  /** `full` takes the whole window less a margin: for comparing images. */
  width?: 'narrow' | 'medium' | 'wide' | 'full';
  /** Buttons, the confirming one last; stays in sight while the content scrolls. */
  footer?: ReactNode;
  children?: ReactNode;
}

/** The dialog itself takes the focus, not its close button, unless a field inside asked for it (autoFocus). */
function focusDialog(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

export function Dialog({ open, onOpenChange, title, description, width = 'medium', footer, children }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.backdrop} />
        <Primitive.Content
          className={classes(styles.dialog, styles[width])}
          onOpenAutoFocus={focusDialog}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles.header}>
            <div>
              <Primitive.Title className={styles.title}>{title}</Primitive.Title>
              {description ? (
                <Primitive.Description className={styles.description}>{description}</Primitive.Description>
              ) : null}
            </div>
            <Primitive.Close asChild>
              <IconButton label="Close" icon={<X />} className={styles.close} />
            </Primitive.Close>
          </header>
          {children ? <div className={styles.content}>{children}</div> : null}
          {footer ? <footer className={styles.footer}>{footer}</footer> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
