import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import styles from './RadioCards.module.css';

export interface RadioCard<Value extends string> {
  value: Value;
  title: string;
  /** Right of the title: a cost, say. */
  note?: ReactNode;
  /** One plain sentence. */
  text?: ReactNode;
}

export interface RadioCardsProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  cards: readonly RadioCard<Value>[];
  hint?: ReactNode;
  hideLabel?: boolean;
}

/** A choice among a few things that need a sentence each. */
export function RadioCards<Value extends string>({
  label,
  value,
  onValueChange,
  cards,
  hint,
  hideLabel = false,
}: RadioCardsProps<Value>) {
  const id = useId();
  return (
    <div>
      <div className={hideLabel ? 'visually-hidden' : styles.label}>
        <span id={id}>{label}</span>
        {hint}
      </div>
      <RadioGroup.Root
        className={styles.cards}
        value={value}
        onValueChange={(chosen) => onValueChange(chosen as Value)}
        aria-labelledby={id}
      >
        {cards.map((card) => (
          <Card key={card.value} {...card} />
        ))}
      </RadioGroup.Root>
    </div>
  );
}

function Card({ value, title, note, text }: RadioCard<string>) {
  const id = useId();
  return (
    <RadioGroup.Item value={value} className={styles.card} aria-labelledby={`${id}-title`} aria-describedby={id}>
      <span className={styles.dot} aria-hidden />
      <span className={styles.words}>
        <span id={`${id}-title`} className={styles.title}>
          {title}
        </span>
        <span id={id} className={styles.about}>
          {note ? <span className={styles.note}>{note}</span> : null}
          {text ? <span className={styles.text}>{text}</span> : null}
        </span>
      </span>
    </RadioGroup.Item>
  );
}
