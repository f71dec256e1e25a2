import type { Evaluation } from '../../evaluation/evaluation.ts';
import { aucWords, percentWords, withDeviation } from '../../evaluation/figure-words.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import { PRECISION_RANKS, type Scores } from '../../evaluation/scores.ts';
import { Hint } from '../../ui/Hint.tsx';
import { SideScroll } from './SideScroll.tsx';
import styles from './Table.module.css';

/** Every figure, the colours' beside the barcodes'. */
export function FigureTable({ evaluation: { scores, colour, protocol } }: { evaluation: Evaluation }) {
  const barcodes = columnOf(scores, protocol);
  const colours = columnOf(colour, protocol);
  return (
    <SideScroll>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Barcodes</th>
            <th scope="col">Colour alone</th>
          </tr>
        </thead>
        <tbody>
          {barcodes.map(({ name, value }, at) => (
            <tr key={name}>
              <th scope="row">
                {name} {name === WHOLE_SCAN ? <ScanHint /> : null}
              </th>
              <td>{value}</td>
              <td>{colours[at]?.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}

const WHOLE_SCAN = 'Whole-scan accuracy';

function ScanHint() {
  return (
    <Hint about="the whole-scan accuracy">
      For sets whose classes are scans, such as KimiaPath24: the mean over scans of the share of their patches that was
      recognised. The total is its product with the patch-to-scan accuracy, the share of all patches.
    </Hint>
  );
}

function columnOf(scores: Scores, protocol: Evaluation['protocol']): { name: string; value: string }[] {
  const { accuracy, sensitivity, specificity, auc } = headlineOf(scores, protocol);
  return [
    { name: 'Accuracy', value: withDeviation(accuracy) },
    { name: 'Sensitivity, mean of classes', value: withDeviation(sensitivity) },
    { name: 'Specificity, mean of classes', value: withDeviation(specificity) },
    { name: 'AUC, mean of classes', value: aucWords(auc) },
    ...PRECISION_RANKS.map((k, at) => ({ name: `Precision at ${k}`, value: percentWords(scores.precisionAt[at]) })),
    { name: 'Mean average precision at 10', value: percentWords(scores.meanAveragePrecision) },
    { name: 'Patch-to-scan accuracy', value: percentWords(scores.etaP) },
    { name: WHOLE_SCAN, value: percentWords(scores.etaW) },
    { name: 'Total of both', value: percentWords(scores.etaTotal) },
  ];
}
