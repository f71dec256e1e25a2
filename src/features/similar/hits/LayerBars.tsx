import type { Hit } from '../../../search/hits.ts';
import { formatPercent } from '../../../ui/format.ts';
import styles from './LayerBars.module.css';
import { barShare } from './layer-words.ts';

/** One small bar a layer, all on one scale: empty at 50 % of agreeing bits, which is chance, full at 100 %. */
export function LayerBars({ layers }: { layers: Hit['layers'] }) {
  const words = layers.map(({ layer, agreement }) => `conv${layer} ${formatPercent(agreement)}`).join(', ');
  return (
    <span role="img" aria-label={`Agreeing bits: ${words}`} title={words} className={styles.bars}>
      {layers.map(({ layer, agreement }) => (
        <span key={layer} className={styles.bar}>
          <span className={styles.level} style={{ height: `${barShare(agreement) * 100}%` }} />
        </span>
      ))}
    </span>
  );
}
