import { useState } from 'react';
import { cividis, inkOn } from '../../evaluation/cividis.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { classes } from '../../ui/classes.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { CellPatches } from './CellPatches.tsx';
import styles from './ConfusionMatrix.module.css';

interface Props {
  collectionId: string;
  evaluation: Evaluation;
}

interface Cell {
  readonly truth: string;
  readonly predicted: string;
}

/** A table painted as a picture: each row's share as its colour. A cell opens the patches behind it. */
export function ConfusionMatrix({ collectionId, evaluation }: Props) {
  const [chosen, setChosen] = useState<Cell>();
  const { labels, counts } = evaluation.scores.confusion;
  return (
    <>
      <p className={styles.help}>
        A row is a label, a column what its patches were taken for. Choose a cell to see those patches, with what was
        found for each.
      </p>
      <div className={styles.scroller}>
        <table className={styles.matrix}>
          <caption className="visually-hidden">Patches by their label and by what they were taken for</caption>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={labels.length} className={styles.axis}>
                Taken for
              </th>
            </tr>
            <tr>
              <th scope="col" className={styles.corner}>
                Label
              </th>
              {labels.map((label) => (
                <th key={label} scope="col" className={styles.column} title={label}>
                  <span>{label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((truth, row) => (
              <tr key={truth}>
                <th scope="row" className={styles.row} title={truth}>
                  {truth}
                </th>
                {labels.map((predicted, column) => (
                  <MatrixCell
                    key={predicted}
                    cell={{ truth, predicted }}
                    count={counts[row]?.[column] ?? 0}
                    total={(counts[row] ?? []).reduce((sum, count) => sum + count, 0)}
                    isChosen={chosen?.truth === truth && chosen.predicted === predicted}
                    onChoose={setChosen}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Scale />
      {chosen ? (
        <CellPatches
          key={`${chosen.truth}/${chosen.predicted}`}
          collectionId={collectionId}
          evaluation={evaluation}
          {...chosen}
        />
      ) : null}
    </>
  );
}

interface MatrixCellProps {
  cell: Cell;
  count: number;
  /** Patches of the row that were answered. */
  total: number;
  isChosen: boolean;
  onChoose: (cell: Cell) => void;
}

function MatrixCell({ cell, count, total, isChosen, onChoose }: MatrixCellProps) {
  const share = total === 0 ? 0 : count / total;
  const colours = { background: cividis(share), color: inkOn(share) };
  const words = `${formatCount(count, 'patch', 'patches')} of ${cell.truth} taken for ${cell.predicted}, ${formatPercent(share)}`;
  return (
    <td className={styles.cell}>
      <button
        type="button"
        className={classes(styles.button, isChosen && styles.chosen)}
        style={colours}
        aria-label={words}
        aria-pressed={isChosen}
        title={words}
        disabled={count === 0}
        onClick={() => onChoose(cell)}
      >
        {count}
      </button>
    </td>
  );
}

const SCALE_STEPS = 20;

function Scale() {
  const stops = Array.from({ length: SCALE_STEPS + 1 }, (_, at) => cividis(at / SCALE_STEPS));
  return (
    <div className={styles.scale} aria-hidden>
      <span>0 %</span>
      <span className={styles.ramp} style={{ background: `linear-gradient(90deg, ${stops.join(', ')})` }} />
      <span>100 % of the row</span>
    </div>
  );
}
