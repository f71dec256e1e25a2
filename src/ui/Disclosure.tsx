import ChevronRight from 'lucide-react/icons/chevron-right';
import { type ReactNode, useId, useState } from 'react';
import styles from './Disclosure.module.css';

export interface DisclosureProps {
  title: string;
  /** What is chosen within, in a few words. */
  summary: ReactNode;
  children: ReactNode;
}

/** Something that few want to change, folded away under what it is set to. */
export function Disclosure({ title, summary, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronRight size={16} className={styles.chevron} aria-hidden />
        <span className={styles.title}>{title}</span> <span className={styles.summary}>{summary}</span>
      </button>
      {isOpen ? (
        <div id={id} className={styles.content}>
          {children}
        </div>
      ) : null}
    </div>
  );
}
