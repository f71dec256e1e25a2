import { Fragment, useMemo } from 'react';
import { labelOrder } from '../../columns/label-order.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { aucWords, mistakenWords, percentWords } from '../../evaluation/figure-words.ts';
import { formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import { DetailRow } from './DetailRow.tsx';
import { SideScroll } from './SideScroll.tsx';
import styles from './Table.module.css';

const COLUMNS = 9;

/** Each label against all others, and below it what its failures were predicted as. */
export function ClassTable({ evaluation: { scores, colour, samples, mistaken } }: { evaluation: Evaluation }) {
  const order = useMemo(() => labelOrder(samples.map(({ label }) => label)), [samples]);
  const byColour = new Map(colour.perClass.map(({ label, sensitivity }) => [label, sensitivity]));
  return (
    <SideScroll>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Patches</th>
            <th scope="col">Failures</th>
            <th scope="col">Sensitivity</th>
            <th scope="col">Sensitivity by colour</th>
            <th scope="col">Specificity</th>
            <th scope="col">Precision</th>
            <th scope="col">F1</th>
            <th scope="col">AUC</th>
          </tr>
        </thead>
        <tbody>
          {scores.perClass.map(({ label, patches, failures, sensitivity, specificity, precision, f1, auc }) => (
            <Fragment key={label}>
              <tr className={failures > 0 ? styles.detailed : undefined}>
                <th scope="row">
                  <span className={styles.mark}>
                    <LabelMark index={order.get(label) ?? 0} />
                    {label}
                  </span>
                </th>
                <td>{formatNumber(patches)}</td>
                <td>{formatNumber(failures)}</td>
                <td>{percentWords(sensitivity)}</td>
                <td className={styles.quiet}>{percentWords(byColour.get(label))}</td>
                <td>{percentWords(specificity)}</td>
                <td>{percentWords(precision)}</td>
                <td>{percentWords(f1)}</td>
                <td>{aucWords({ mean: auc, sd: null })}</td>
              </tr>
              {failures > 0 ? (
                <DetailRow columns={COLUMNS}>
                  Predicted as: {mistakenWords(mistaken.filter(({ truth }) => truth === label))}
                </DetailRow>
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}
