import X from 'lucide-react/icons/x';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
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

/**
 * Moves the focus in, to what is marked with data-autofocus or to the dialog itself (the close button would come
 * first otherwise), and back to where it was.
 */
function useFocus() {
  const opener = useRef<HTMLElement>(null);
  const moveIn = (event: Event) => {
    event.preventDefault();
    opener.current = openerOf(document.activeElement);
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const field = event.currentTarget.querySelector<HTMLElement>('[data-autofocus]');
    (field ?? event.currentTarget).focus({ preventScroll: true });
    if (field instanceof HTMLInputElement) field.select();
  };
  const moveBack = (event: Event) => {
    event.preventDefault();
    opener.current?.focus();
  };
  return { moveIn, moveBack };
}

/** The item of a menu is gone when the dialog closes; the button that opened the menu is not. */
function openerOf(focused: Element | null): HTMLElement | null {
  const button = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : (focused as HTMLElement | null);
}

export function Dialog({ open, onOpenChange, title, description, width = 'medium', footer, children }: DialogProps) {
  const { moveIn, moveBack } = useFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.backdrop} />
        <Primitive.Content
          className={classes(styles.dialog, styles[width])}
          onOpenAutoFocus={moveIn}
          onCloseAutoFocus={moveBack}
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
