import { useMemo } from 'react';
import { labelOrder } from '../../columns/label-order.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { aucWords, percentWords } from '../../evaluation/figure-words.ts';
import { formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import styles from './Table.module.css';

/** Each label against all others. */
export function ClassTable({ evaluation: { scores, colour, samples } }: { evaluation: Evaluation }) {
  const order = useMemo(() => labelOrder(samples.map(({ label }) => label)), [samples]);
  const byColour = new Map(colour.perClass.map(({ label, sensitivity }) => [label, sensitivity]));
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Patches</th>
            <th scope="col">Sensitivity</th>
            <th scope="col">by colour alone</th>
            <th scope="col">Specificity</th>
            <th scope="col">Precision</th>
            <th scope="col">AUC</th>
          </tr>
        </thead>
        <tbody>
          {scores.perClass.map(({ label, patches, sensitivity, specificity, precision, auc }) => (
            <tr key={label}>
              <th scope="row">
                <span className={styles.mark}>
                  <LabelMark index={order.get(label) ?? 0} />
                  {label}
                </span>
              </th>
              <td>{formatNumber(patches)}</td>
              <td>{percentWords(sensitivity)}</td>
              <td className={styles.quiet}>{percentWords(byColour.get(label))}</td>
              <td>{percentWords(specificity)}</td>
              <td>{percentWords(precision)}</td>
              <td>{aucWords({ mean: auc, sd: null })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
