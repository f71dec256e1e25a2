import { type CSSProperties, useState } from 'react';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { cellSide, digitsOf, shareColours } from '../../evaluation/matrix-cells.ts';
import { classes } from '../../ui/classes.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { CellPatches } from './CellPatches.tsx';
import styles from './ConfusionMatrix.module.css';
import { SideScroll } from './SideScroll.tsx';

interface Props {
  collectionId: string;
  evaluation: Evaluation;
}

interface Cell {
  readonly truth: string;
  readonly predicted: string;
}

/** Side of a cell, in CSS pixels, from which a row is high enough for a label in two lines. */
const ROOMY_FROM = 32;

/** A table painted as a picture: each row's share as its colour. A cell opens the patches behind it. */
export function ConfusionMatrix({ collectionId, evaluation }: Props) {
  const [chosen, setChosen] = useState<Cell>();
  const { labels, counts } = evaluation.scores.confusion;
  const digits = digitsOf(counts);
  const side = cellSide(labels.length, digits);
  const sizes = {
    '--side': `${side}px`,
    '--digits': digits,
  } as CSSProperties;
  return (
    <>
      <p className={styles.help}>
        Rows: true label. Columns: predicted label. An empty cell is 0; the colour is the share of the row. Choose a
        cell to see its patches with their hits.
      </p>
      <SideScroll className={styles.scroller}>
        <table className={classes(styles.matrix, side >= ROOMY_FROM && styles.roomy)} style={sizes}>
          <caption className="visually-hidden">Patches by true and predicted label</caption>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={labels.length} className={styles.axis}>
                <span>Predicted label</span>
              </th>
            </tr>
            <tr>
              <th scope="col" className={styles.corner}>
                True label
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
                  <span>{truth}</span>
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
      </SideScroll>
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
  if (count === 0) return <td className={styles.cell} />;
  const share = count / total;
  const words = `${formatCount(count, 'patch', 'patches')} of ${cell.truth} predicted as ${cell.predicted}, ${formatPercent(share)}`;
  return (
    <td className={styles.cell}>
      <button
        type="button"
        className={classes(styles.button, isChosen && styles.chosen)}
        style={shareColours(share)}
        aria-label={words}
        aria-pressed={isChosen}
        title={words}
        onClick={() => onChoose(cell)}
      >
        {count}
      </button>
    </td>
  );
}

const SCALE_STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function Scale() {
  return (
    <div className={styles.scale} aria-hidden>
      {SCALE_STEPS.map((share) => (
        <span key={share} className={styles.step} style={shareColours(share)}>
          {formatPercent(share)}
        </span>
      ))}
      <span>of the row</span>
    </div>
  );
}
