import { Fragment } from 'react';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { FIGURE_TITLES, mistakenWords, percentWords } from '../../evaluation/figure-words.ts';
import { FIGURE_KEYS } from '../../evaluation/figures.ts';
import { formatNumber } from '../../ui/format.ts';
import { DetailRow } from './DetailRow.tsx';
import { SideScroll } from './SideScroll.tsx';
import styles from './Table.module.css';

const COLUMNS = 5 + FIGURE_KEYS.length;

/** A row a source (slide, case), and below it what its failures were predicted as. */
export function SourceTable({ evaluation: { perSource } }: { evaluation: Evaluation }) {
  return (
    <SideScroll>
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
            <th scope="col">Accuracy by colour</th>
          </tr>
        </thead>
        <tbody>
          {perSource.map(({ source, queries, labels, failures, figures, colour, mistaken }) => (
            <Fragment key={source}>
              <tr className={failures > 0 ? styles.detailed : undefined}>
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
              </tr>
              {failures > 0 ? (
                <DetailRow columns={COLUMNS}>True label → predicted: {mistakenWords(mistaken, true)}</DetailRow>
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}
