import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import styles from './Field.module.css';

export interface FieldIds {
  control: string;
  /** For aria-describedby; undefined when there is neither help nor error. */
  description: string | undefined;
}

export interface FieldProps {
  label: string;
  /** Keeps the label for screen readers alone, where the place on the page explains the control. */
  hideLabel?: boolean | undefined;
  /** Stands after the label, for a Hint. */
  hint?: ReactNode;
  /** One line beneath the control. */
  help?: ReactNode;
  /** Replaces the help, and says what to do. */
  error?: string | undefined;
  className?: string | undefined;
  children: (ids: FieldIds) => ReactNode;
}

/** A label, its control, and a line beneath: the frame of TextField and Select. */
export function Field({ label, hideLabel, hint, help, error, className, children }: FieldProps) {
  const id = useId();
  const below = error ?? help;
  const description = below ? `${id}-description` : undefined;
  return (
    <div className={classes(styles.field, className)}>
      <div className={classes(styles.label, hideLabel && 'visually-hidden')}>
        <label htmlFor={id}>{label}</label>
        {hint}
      </div>
      {children({ control: id, description })}
      {below ? (
        <p id={description} className={classes(styles.below, error !== undefined && styles.error)}>
          {below}
        </p>
      ) : null}
    </div>
  );
}
