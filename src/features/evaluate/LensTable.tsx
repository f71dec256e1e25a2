import { VOTERS } from '../../barcode/vote.ts';
import type { LensScores } from '../../evaluation/evaluation.ts';
import { percentWords } from '../../evaluation/figure-words.ts';
import { gainWords, LENS_WORDS } from '../../evaluation/lens-words.ts';
import { SideScroll } from './SideScroll.tsx';
import styles from './Table.module.css';

/** What a similarity learned from labels reaches, beside the plain one. */
export function LensTable({ lens }: { lens: readonly LensScores[] }) {
  return (
    <>
      <p className={styles.quiet}>{LENS_WORDS}</p>
      <SideScroll>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Similarity</th>
              <th scope="col">Voters</th>
              <th scope="col">Accuracy</th>
              <th scope="col">Gain</th>
              <th scope="col">Sources up</th>
              <th scope="col">Sources down</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Plain</th>
              <td>{VOTERS}</td>
              <td>{percentWords(lens[0]?.plain)}</td>
              <td />
              <td />
              <td />
            </tr>
            {lens.map((scores) => (
              <tr key={scores.voters}>
                <th scope="row">Learned</th>
                <td>{scores.voters}</td>
                <td>{percentWords(scores.learned)}</td>
                <td>{gainWords(scores)}</td>
                <td>{scores.up}</td>
                <td>{scores.down}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </SideScroll>
    </>
  );
}
