import type { Evaluation } from '../../evaluation/evaluation.ts';
import { FIGURE_TITLES, mistakenWords, percentWords } from '../../evaluation/figure-words.ts';
import { FIGURE_KEYS } from '../../evaluation/figures.ts';
import { formatNumber } from '../../ui/format.ts';
import styles from './Table.module.css';

/** A row a source (slide, case), with what its failures were taken for. */
export function SourceTable({ evaluation: { perSource } }: { evaluation: Evaluation }) {
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Queries</th>
            <th scope="col">Labels</th>
            <th scope="col">Failures</th>
            {FIGURE_KEYS.map((key) => (
              <th key={key} scope="col">
                {FIGURE_TITLES[key]}
              </th>
            ))}
            <th scope="col">by colour alone</th>
            <th scope="col" className={styles.words}>
              Failures, true label → predicted
            </th>
          </tr>
        </thead>
        <tbody>
          {perSource.map(({ source, queries, labels, failures, figures, colour, mistaken }) => (
            <tr key={source}>
              <th scope="row" className={styles.wrapping}>
                {source}
              </th>
              <td>{formatNumber(queries)}</td>
              <td>{formatNumber(labels)}</td>
              <td>{formatNumber(failures)}</td>
              {FIGURE_KEYS.map((key) => (
                <td key={key}>{percentWords(figures[key])}</td>
              ))}
              <td className={styles.quiet}>{percentWords(colour)}</td>
              <td className={styles.words}>{mistakenWords(mistaken, true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
