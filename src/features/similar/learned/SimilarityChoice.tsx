import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import styles from './SimilarityChoice.module.css';

export interface SimilarityChoiceProps {
  isLearned: boolean;
  onChange: (isLearned: boolean) => void;
}

/** What ranks: the bits alone, or what labels have taught as well. */
export function SimilarityChoice({ isLearned, onChange }: SimilarityChoiceProps) {
  const id = useId();
  return (
    <div className={styles.similarity}>
      <span id={id}>Similarity</span>
      <RadioGroup.Root
        className={styles.choice}
        orientation="horizontal"
        aria-labelledby={id}
        value={isLearned ? 'learned' : 'plain'}
        onValueChange={(value) => onChange(value === 'learned')}
      >
        <RadioGroup.Item value="plain" className={styles.option}>
          Plain
        </RadioGroup.Item>
        <RadioGroup.Item value="learned" className={styles.option}>
          Learned
        </RadioGroup.Item>
      </RadioGroup.Root>
    </div>
  );
}
