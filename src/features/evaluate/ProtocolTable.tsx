import type { Evaluation } from '../../evaluation/evaluation.ts';
import { intervalWords, withDeviation } from '../../evaluation/figure-words.ts';
import { FIGURE_KEYS } from '../../evaluation/figures.ts';
import { protocolTitle } from '../../evaluation/protocol.ts';
import type { Spread, SpreadFigures } from '../../evaluation/spread.ts';
import { FigureHeads } from './FigureHeads.tsx';
import { SideScroll } from './SideScroll.tsx';
import styles from './Table.module.css';

/** The figures by every protocol that was tried, leaving a source out first, with what colour alone reaches. */
export function ProtocolTable({ evaluations }: { evaluations: readonly Evaluation[] }) {
  const leading = evaluations.toSorted((a, b) => rankOf(a) - rankOf(b));
  return (
    <>
      <p className={styles.quiet}>
        Over all queries, ± the deviation over folds or left-out sources; below, the 95 % interval over sources, or over
        single patches where sources are not known.
      </p>
      <SideScroll>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Protocol</th>
              <FigureHeads />
            </tr>
          </thead>
          <tbody>
            {leading.map(({ protocol, figures, colourFigures }) => (
              <ProtocolRows
                key={protocol.kind}
                name={protocolTitle(protocol)}
                barcodes={figures}
                colour={colourFigures}
              />
            ))}
          </tbody>
        </table>
      </SideScroll>
    </>
  );
}

function rankOf({ protocol }: Evaluation): number {
  return ['leave-out', 'split', 'folds'].indexOf(protocol.kind);
}

interface RowsProps {
  name: string;
  barcodes: SpreadFigures;
  colour: SpreadFigures;
}

function ProtocolRows({ name, barcodes, colour }: RowsProps) {
  return (
    <>
      <tr>
        <th scope="row" className={styles.wrapping}>
          {name}
        </th>
        {FIGURE_KEYS.map((key) => (
          <SpreadCell key={key} spread={barcodes[key]} />
        ))}
      </tr>
      <tr className={styles.quiet}>
        <th scope="row">colour alone</th>
        {FIGURE_KEYS.map((key) => (
          <SpreadCell key={key} spread={colour[key]} />
        ))}
      </tr>
    </>
  );
}

function SpreadCell({ spread: { value, sd, interval } }: { spread: Spread }) {
  return (
    <td>
      {withDeviation({ mean: value, sd })}
      {interval ? <span className={styles.range}>{intervalWords(interval)}</span> : null}
    </td>
  );
}
