import { useStore } from 'zustand';
import type { SourceRule } from '../../library/schema.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './SearchOptions.module.css';
import { changeOptions, HIT_COUNTS, similarStore } from './similar-store.ts';

const COUNT_OPTIONS = HIT_COUNTS.map((n) => ({ value: String(n), label: `${n} hits` }));

export interface SearchOptionsProps {
  sourceRule: SourceRule;
  /** An outside image has no source of its own. */
  isOutside: boolean;
}

export function SearchOptions({ sourceRule, isOutside }: SearchOptionsProps) {
  const { n, sameSource } = useStore(similarStore, (state) => state.options);
  const source = sourceRule.kind === 'folder' ? 'folder' : 'slide';
  return (
    <div className={styles.options}>
      <Select
        label="How many hits"
        hideLabel
        size="small"
        value={String(n)}
        onValueChange={(value) => changeOptions({ n: Number(value) })}
        options={COUNT_OPTIONS}
      />
      {sourceRule.kind === 'file' || isOutside ? null : (
        <Switch
          label={`Include same ${source}`}
          checked={sameSource}
          onCheckedChange={(checked) => changeOptions({ sameSource: checked })}
          hint={
            <Hint about={`the same ${source}`}>
              Patches of one {source} often look alike just because they lie side by side. Switch this off to see only
              hits from other {source}s.
            </Hint>
          }
        />
      )}
    </div>
  );
}
