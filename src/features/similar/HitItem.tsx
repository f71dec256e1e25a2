import Columns2 from 'lucide-react/icons/columns-2';
import { Link } from 'wouter';
import type { Hit } from '../../engine/search/hits.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { formatPercent } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { PatchImage } from '../../ui/PatchImage.tsx';
import styles from './HitItem.module.css';
import { LabelName } from './LabelName.tsx';
import { LayerBars } from './LayerBars.tsx';
import { PatchName } from './PatchName.tsx';
import { addressOf } from './query-trail.ts';

export interface HitItemProps {
  /** From 1. */
  rank: number;
  hit: Hit;
  patch: PatchRecord;
  labelIndex: number | undefined;
  url: string | undefined;
  /** False while the hit still belongs to the query before. */
  isComparable: boolean;
  onAsk: () => void;
  onCompare: () => void;
}

/** One similar patch: asks from there when clicked. */
export function HitItem({ rank, hit, patch, labelIndex, url, isComparable, onAsk, onCompare }: HitItemProps) {
  const address = addressOf(patch.collectionId, { kind: 'patch', patchId: patch.id });
  return (
    <li className={styles.item}>
      <Link href={address} className={styles.ask} title={`Ask with ${patch.path}`} onClick={onAsk}>
        <span className={styles.rank}>{rank}</span>{' '}
        <PatchImage url={url} labelIndex={labelIndex} className={styles.image} />
        <span className={styles.words}>
          <span className={styles.similarity}>{formatPercent(hit.similarity, 1)} alike</span>{' '}
          <span className={styles.distance}>distance {hit.distance} bits</span>{' '}
          <LabelName label={patch.label} index={labelIndex} /> <PatchName path={patch.path} room={48} />
        </span>
        <span className={styles.bars}>
          <LayerBars layers={hit.layers} />
        </span>
      </Link>
      <IconButton
        label="Compare side by side"
        icon={<Columns2 />}
        size="small"
        disabled={!isComparable}
        className={styles.compare}
        onClick={onCompare}
      />
    </li>
  );
}
