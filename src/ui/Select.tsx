import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { Select as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Field } from './Field.tsx';
import styles from './Select.module.css';

export interface SelectOption<Value extends string> {
  /** Not empty (radix keeps the empty string for "nothing chosen"). */
  value: Value;
  label: string;
  /** Right-aligned beside the label: a count, say. */
  note?: string;
  /** CSS colour of a small swatch before the label. */
  swatch?: string;
}

export interface SelectProps<Value extends string> {
  label: string;
  hideLabel?: boolean;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  hint?: ReactNode;
  help?: ReactNode;
  size?: 'small' | 'medium';
  disabled?: boolean;
  className?: string | undefined;
}

export function Select<Value extends string>({
  label,
  hideLabel,
  value,
  onValueChange,
  options,
  hint,
  help,
  size = 'medium',
  disabled = false,
  className,
}: SelectProps<Value>) {
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} help={help} className={className}>
      {({ control, description }) => (
        <Primitive.Root value={value} onValueChange={(chosen) => onValueChange(chosen as Value)} disabled={disabled}>
          <Primitive.Trigger
            id={control}
            aria-label={label}
            aria-describedby={description}
            className={classes(styles.trigger, styles[size])}
          >
            <span className={styles.value}>
              <Primitive.Value />
            </span>
            <Primitive.Icon className={styles.chevron}>
              <ChevronDown size={16} />
            </Primitive.Icon>
          </Primitive.Trigger>
          <Primitive.Portal>
            <Primitive.Content className={styles.list} position="popper" sideOffset={4} collisionPadding={8}>
              <Primitive.Viewport className={styles.viewport}>
                {options.map((option) => (
                  <Option key={option.value} {...option} />
                ))}
              </Primitive.Viewport>
            </Primitive.Content>
          </Primitive.Portal>
        </Primitive.Root>
      )}
    </Field>
  );
}

function Option({ value, label, note, swatch }: SelectOption<string>) {
  return (
    <Primitive.Item value={value} className={styles.option}>
      <Primitive.ItemIndicator className={styles.check}>
        <Check size={14} />
      </Primitive.ItemIndicator>
      {swatch ? <span className={styles.swatch} style={{ background: swatch }} /> : null}
      <span className={styles.text}>
        <Primitive.ItemText>{label}</Primitive.ItemText>
      </span>
      {note ? <span className={styles.note}>{note}</span> : null}
    </Primitive.Item>
  );
}
