import Columns2 from 'lucide-react/icons/columns-2';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { Link } from 'wouter';
import type { Hit } from '../../engine/search/hits.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { formatDistance, formatPercent } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
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
  onLike: () => void;
  onUnlike: () => void;
}

/** One similar patch: asks from there when clicked. */
export function HitItem(props: HitItemProps) {
  const { rank, hit, patch, labelIndex, url, isComparable, onAsk, onCompare, onLike, onUnlike } = props;
  const address = addressOf(patch.collectionId, { kind: 'patch', patchId: patch.id });
  return (
    <li className={styles.item}>
      <Link href={address} className={styles.ask} title={`Ask with ${patch.path}`} onClick={onAsk}>
        <span className={styles.rank}>{rank}</span>{' '}
        <PatchImage url={url} labelIndex={labelIndex} className={styles.image} />
        <span className={styles.words}>
          <span className={styles.similarity}>{formatPercent(hit.similarity, 1)} alike</span>{' '}
          <span className={styles.distance}>distance {formatDistance(hit.distance)} bits</span>{' '}
          <LabelName label={patch.label} index={labelIndex} /> <PatchName path={patch.path} room={48} />
        </span>
        <span className={styles.bars}>
          <LayerBars layers={hit.layers} />
        </span>
      </Link>
      <span className={styles.actions}>
        <IconButton
          label="Compare side by side"
          icon={<Columns2 />}
          size="small"
          disabled={!isComparable}
          onClick={onCompare}
        />
        <Menu
          align="end"
          trigger={<IconButton size="small" label={`Use hit ${rank} as an example`} icon={<Ellipsis />} />}
        >
          <MenuItem icon={<Plus />} onSelect={onLike}>
            More like this
          </MenuItem>
          <MenuItem icon={<Minus />} onSelect={onUnlike}>
            Less like this
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}
