import ListChecks from 'lucide-react/icons/list-checks';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import type { LayerNumber } from '../../../barcode/profile.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount, formatDuration, formatNumber } from '../../../ui/format.ts';
import { Hint } from '../../../ui/Hint.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { LAYER_MEANINGS } from './layer-words.ts';
import styles from './ResultsHeader.module.css';

export interface ResultsHeaderProps {
  layers: readonly LayerNumber[];
  /** Undefined before the first search is done. */
  hits: number | undefined;
  patchCount: number;
  /** Barcodes in memory of all, while they are being loaded. */
  load: { readonly loaded: number; readonly total: number } | undefined;
  /** How long a search takes, when barcodes have to be read for it. */
  secondsAQuestion: number | undefined;
  isSlow: boolean;
  /** Patches that came after the search. */
  newPatches: number;
  onRefresh: () => void;
  /** Undefined where there is nothing to select, or no gallery beside it. */
  onSelectAll: (() => void) | undefined;
}

/** What the list below is, how to read its bars, and whether it is still the whole truth. */
export function ResultsHeader(props: ResultsHeaderProps) {
  const { layers, newPatches, onRefresh, onSelectAll } = props;
  return (
    <div className={styles.header}>
      <p className={styles.state} aria-live="polite">
        {stateWords(props)}
      </p>
      {onSelectAll ? (
        <IconButton size="small" label="Select these hits" icon={<ListChecks />} onClick={onSelectAll} />
      ) : null}
      {newPatches > 0 ? (
        <Button variant="quiet" size="small" icon={<RefreshCw />} className={styles.again} onClick={onRefresh}>
          {formatCount(newPatches, 'new patch', 'new patches')}: refresh
        </Button>
      ) : (
        <p className={styles.scale}>
          <span className={styles.scaleName}>Agreement by layer</span>
          <Hint about="the distance, and what do the bars show">
            <div className={styles.explanation}>
              <p>
                A patch is described by a barcode of bits. The <strong>distance</strong> is how many bits differ between
                query and hit. About half of them agree between unrelated patches, so that a share of agreeing bits
                means little alone: read how close that is among the pairs here.
              </p>
              <p>
                The bars split that by layer of the network, from fine to coarse, on a scale from 50 to 100 % of the
                bits:
              </p>
              <ul>
                {layers.map((layer) => (
                  <li key={layer}>
                    conv{layer}: {LAYER_MEANINGS[layer]}
                  </li>
                ))}
              </ul>
              <p>
                A bar is the share of agreeing bits in its layer. It is empty at 50 %, which unrelated patches reach by
                chance, and full at 100 %.
              </p>
            </div>
          </Hint>
        </p>
      )}
    </div>
  );
}

function stateWords({ hits, patchCount, load, secondsAQuestion, isSlow, newPatches }: ResultsHeaderProps): string {
  if (isSlow || hits === undefined) {
    const time = secondsAQuestion ? ` About ${formatDuration(secondsAQuestion)}.` : '';
    return `Comparing with ${formatCount(patchCount, 'patch', 'patches')}…${time}`;
  }
  const searched = formatCount(patchCount - newPatches, 'patch', 'patches');
  const more = load ? `, ${formatNumber(load.loaded)} of ${formatNumber(load.total)} loaded` : '';
  return `${formatNumber(hits)} most similar of ${searched}${more}`;
}
