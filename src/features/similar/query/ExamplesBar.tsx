import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { Hint } from '../../../ui/Hint.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import styles from './ExamplesBar.module.css';
import type { ExampleActions } from './use-examples.ts';

const COMBINATIONS = [
  { value: 'mean', label: 'Mean of the examples' },
  { value: 'nearest', label: 'Nearest example' },
] as const;

export interface ExamplesBarProps extends ExampleActions {
  pathOf: (patchId: number) => string;
  urlOf: (patchId: number) => string | undefined;
}

/** What was added to the query: each example with a way to take it out, and how they make one distance. */
export function ExamplesBar({ examples, remove, combine, pathOf, urlOf }: ExamplesBarProps) {
  const { positives, negatives, combination } = examples;
  if (positives.length + negatives.length === 0) return null;
  const shared = { pathOf, urlOf, remove };
  return (
    <section className={styles.bar} aria-label="Examples">
      <ul className={styles.examples}>
        {positives.map((patchId) => (
          <Example key={patchId} patchId={patchId} isPositive {...shared} />
        ))}
        {negatives.map((patchId) => (
          <Example key={patchId} patchId={patchId} isPositive={false} {...shared} />
        ))}
      </ul>
      <div className={styles.how}>
        {positives.length > 0 ? (
          <Select
            label="How the examples make one distance"
            hideLabel
            size="small"
            value={combination}
            onValueChange={combine}
            options={COMBINATIONS}
          />
        ) : (
          'Less like these'
        )}
        <Hint about="a query with several examples">
          The distance is the mean of the distances to the query and to each “more like” example, or the distance to the
          nearest of them. A patch that is nearer to a “less like” example is left out.
        </Hint>
      </div>
    </section>
  );
}

interface ExampleProps extends Pick<ExamplesBarProps, 'pathOf' | 'urlOf' | 'remove'> {
  patchId: number;
  isPositive: boolean;
}

function Example({ patchId, isPositive, pathOf, urlOf, remove }: ExampleProps) {
  const name = `Take out: ${isPositive ? 'more' : 'less'} like ${pathOf(patchId)}`;
  const Sign = isPositive ? Plus : Minus;
  return (
    <li>
      <Tooltip text={name}>
        <button type="button" className={styles.example} aria-label={name} onClick={() => remove(patchId)}>
          <PatchImage url={urlOf(patchId)} labelIndex={undefined} />
          <Sign className={styles.sign} aria-hidden />
        </button>
      </Tooltip>
    </li>
  );
}
