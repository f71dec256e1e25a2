import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** Its accessible name, also shown as its tooltip. */
  label: string;
  icon: ReactNode;
  size?: 'small' | 'medium';
}

/** A square button with an icon alone. */
export function IconButton({ label, icon, size = 'medium', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button type={type} aria-label={label} className={classes(styles.button, styles[size], className)} {...rest}>
        {icon}
      </button>
    </Tooltip>
  );
}
