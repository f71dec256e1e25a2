import type { Hit } from '../../../search/hits.ts';
import { formatPercent } from '../../../ui/format.ts';
import { barShare, LAYER_MEANINGS } from '../hits/layer-words.ts';
import styles from './LayerTable.module.css';

/** The agreement a layer, as bars and in words. */
export function LayerTable({ layers }: { layers: Hit['layers'] }) {
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>Agreeing bits by layer; bars run from 50 % (chance) to 100 %</caption>
      <tbody>
        {layers.map(({ layer, agreement }) => (
          <tr key={layer}>
            <th scope="row">
              conv{layer} <span className={styles.meaning}>{LAYER_MEANINGS[layer]}</span>
            </th>
            <td className={styles.bar} aria-hidden>
              <span className={styles.track}>
                <span className={styles.level} style={{ width: `${barShare(agreement) * 100}%` }} />
              </span>
            </td>
            <td className={styles.share}>{formatPercent(agreement, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
