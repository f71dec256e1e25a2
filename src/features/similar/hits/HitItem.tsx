import Columns2 from 'lucide-react/icons/columns-2';
import Ellipsis from 'lucide-react/icons/ellipsis';
import MapPin from 'lucide-react/icons/map-pin';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import SquareCheck from 'lucide-react/icons/square-check';
import { Link, useLocation } from 'wouter';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import { type Hit, rankedDistance } from '../../../search/hits.ts';
import { classes } from '../../../ui/classes.ts';
import { formatDistance, formatNumber, formatPercent } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import type { Addresses } from '../addresses.ts';
import { agreementWords, closenessWords } from '../evidence/words.ts';
import { KnownButton } from '../known/KnownButton.tsx';
import { KnownLine } from '../known/KnownLine.tsx';
import styles from './HitItem.module.css';
import { LabelName } from './LabelName.tsx';
import { LayerBars } from './LayerBars.tsx';
import { PatchWhereabouts } from './PatchName.tsx';

export interface HitItemProps {
  /** From 1. */
  rank: number;
  hit: Hit;
  patch: Patch;
  labelIndex: number | undefined;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  /** Nothing really resembles the query: how often neighbours share its label says nothing of this one. */
  isUnlike: boolean;
  url: string | undefined;
  addresses: Addresses;
  micronsOf: (slidePath: string) => number | undefined;
  /** False while the hit still belongs to the query before. */
  isComparable: boolean;
  /** The hit's link is about to go. */
  onFollow: () => void;
  onCompare: () => void;
  onMoreLike: () => void;
  onLessLike: () => void;
  /** It is in the one selection, which the gallery shows too. */
  isSelected: boolean;
  /** Undefined where there is no gallery beside the hits. */
  onSelect: (() => void) | undefined;
}

/** One similar patch: a click searches with it or, beside a slide, shows it at its place. */
export function HitItem(props: HitItemProps) {
  const { rank, hit, patch, labelIndex, scale, isUnlike, url, addresses, micronsOf, isComparable, onFollow } = props;
  const agreement =
    scale && !isUnlike && patch.label !== '' ? agreementWords(scale, rankedDistance(hit.pair)) : undefined;
  const [, navigate] = useLocation();
  const asQuery = addresses.of({ kind: 'patch', patchId: patch.id });
  const place = addresses.placeOf(patch);
  const showsPlace = addresses.showsPlaces && place !== undefined;
  return (
    <li className={classes(styles.item, props.isSelected && styles.selected)}>
      <Link
        href={showsPlace ? place : asQuery}
        className={styles.search}
        aria-current={addresses.shownId === patch.id ? 'location' : undefined}
        title={showsPlace ? `Show ${patch.path} on its slide` : `Search with ${patch.path}`}
        onClick={onFollow}
      >
        <span className={styles.rank}>{rank}</span>{' '}
        {props.isSelected ? <span className="visually-hidden">selected </span> : null}
        <PatchImage url={url} labelIndex={labelIndex} className={styles.image} />
        <span className={styles.words}>
          {scale ? <span className={styles.meaning}>{closenessWords(scale, rankedDistance(hit.pair))}</span> : null}{' '}
          <LabelName label={patch.label} index={labelIndex} />{' '}
          {agreement ? <span className={styles.distance}>{agreement}</span> : null}{' '}
          <span className={scale ? styles.distance : styles.bareDistance}>
            distance {formatDistance(hit.distance)} bits,{' '}
            <span className={styles.whole}>{formatPercent(hit.similarity, 1)} agree</span>
          </span>{' '}
          {hit.learned ? (
            <span className={styles.distance}>
              learned distance {formatNumber(hit.learned.distance)} (+
              {formatNumber(hit.learned.distance - hit.distance)})
            </span>
          ) : null}{' '}
          <KnownLine patch={patch} />
          <PatchWhereabouts patch={patch} room={48} micronsOf={micronsOf} />
        </span>
        <span className={styles.bars}>
          <LayerBars layers={hit.layers} />
        </span>
      </Link>
      <span className={styles.actions}>
        <KnownButton patch={patch} label={`What is known of hit ${rank}`} />
        <IconButton
          label="Compare side by side"
          icon={<Columns2 />}
          size="small"
          disabled={!isComparable}
          onClick={props.onCompare}
        />
        <Menu
          align="end"
          trigger={<IconButton size="small" label={`Use hit ${rank} as an example`} icon={<Ellipsis />} />}
        >
          {showsPlace ? (
            <MenuItem icon={<Search />} onSelect={() => navigate(asQuery)}>
              Search with this
            </MenuItem>
          ) : null}
          {place !== undefined && !showsPlace ? (
            <MenuItem icon={<MapPin />} onSelect={() => navigate(place)}>
              Show on its slide
            </MenuItem>
          ) : null}
          {props.onSelect ? (
            <MenuItem icon={<SquareCheck />} onSelect={props.onSelect}>
              {props.isSelected ? 'Take out of the selection' : 'Select'}
            </MenuItem>
          ) : null}
          <MenuItem icon={<Plus />} onSelect={props.onMoreLike}>
            More like this
          </MenuItem>
          <MenuItem icon={<Minus />} onSelect={props.onLessLike}>
            Less like this
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}
