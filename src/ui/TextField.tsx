import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Field } from './Field.tsx';
import styles from './TextField.module.css';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'onChange' | 'value' | 'size'> {
  label: string;
  hideLabel?: boolean;
  value: string;
  onValueChange: (value: string) => void;
  /** Stands inside, before the text. */
  icon?: ReactNode;
  hint?: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  size?: 'small' | 'medium';
  monospaced?: boolean;
}

export function TextField({
  label,
  hideLabel,
  value,
  onValueChange,
  icon,
  hint,
  help,
  error,
  size = 'medium',
  monospaced = false,
  className,
  ...rest
}: TextFieldProps) {
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} help={help} error={error} className={className}>
      {({ control, description }) => (
        <span className={classes(styles.box, styles[size], error !== undefined && styles.invalid)}>
          {icon}
          <input
            id={control}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            aria-describedby={description}
            aria-invalid={error !== undefined}
            className={classes(styles.input, monospaced && styles.monospaced)}
            spellCheck={false}
            autoComplete="off"
            {...rest}
          />
        </span>
      )}
    </Field>
  );
}
