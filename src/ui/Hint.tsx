import CircleHelp from 'lucide-react/icons/circle-question-mark';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Hint.module.css';

export interface HintProps {
  /** What is explained, for the button's name: "What is <about>?". */
  about: string;
  children: ReactNode;
}

/** A small question mark that explains a word; opens on click, so that it works by touch and keyboard too. */
export function Hint({ about, children }: HintProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.mark} aria-label={`What is ${about}?`}>
        <CircleHelp size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.text} sideOffset={6} collisionPadding={12}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
