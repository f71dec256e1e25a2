import { Switch as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import styles from './Switch.module.css';

export interface SwitchProps {
  label: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  hint?: ReactNode;
}

export function Switch({ label, checked, onCheckedChange, hint }: SwitchProps) {
  const id = useId();
  return (
    <span className={styles.row}>
      <Primitive.Root id={id} className={styles.switch} checked={checked} onCheckedChange={onCheckedChange}>
        <Primitive.Thumb className={styles.thumb} />
      </Primitive.Root>
      <label htmlFor={id}>{label}</label>
      {hint}
    </span>
  );
}
