import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Notice.module.css';

export interface NoticeProps {
  /** `info` is read in passing, `warning` asks for a decision, `danger` is announced at once. */
  tone?: 'info' | 'warning' | 'danger';
  title: ReactNode;
  children?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
}

/** A short message that stays until it no longer holds or is dismissed. */
export function Notice({ tone = 'info', title, children, actions, onDismiss }: NoticeProps) {
  const Icon = tone === 'info' ? Info : TriangleAlert;
  return (
    <div role={tone === 'danger' ? 'alert' : 'note'} className={classes(styles.notice, styles[tone])}>
      <Icon size={18} className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children ? <div className={styles.body}>{children}</div> : null}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {onDismiss ? (
        <IconButton label="Dismiss" icon={<X />} size="small" className={styles.dismiss} onClick={onDismiss} />
      ) : null}
    </div>
  );
}
