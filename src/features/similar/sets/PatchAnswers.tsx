import ArrowRight from 'lucide-react/icons/arrow-right';
import { Link } from 'wouter';
import { barcodeBits } from '../../../barcode/profile.ts';
import type { Patches } from '../../../columns/patches.ts';
import { useThumbnails } from '../../../engine/collection/use-thumbnails.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { PatchAnswer } from '../../../search/cases/set-search.ts';
import { formatNumber, formatPercent } from '../../../ui/format.ts';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import type { Addresses } from '../addresses.ts';
import { LabelName } from '../hits/LabelName.tsx';
import { KnownLine } from '../known/KnownLine.tsx';
import { PatchLink } from './PatchLink.tsx';
import styles from './SetResults.module.css';

interface Props {
  collection: CollectionRecord;
  patches: Patches;
  hits: readonly PatchAnswer[];
  isBusy: boolean;
  addresses: Addresses;
}

/** The patches nearest to any of the query, each beside the one that it is nearest to. */
export function PatchAnswers({ collection, patches, hits, isBusy, addresses }: Props) {
  const urlOf = useThumbnails(
    collection.id,
    hits.flatMap(({ queryId, patchId }) => [queryId, patchId]),
  );
  const bits = barcodeBits(collection.profile);
  return (
    <ol
      // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
      role="list"
      className={styles.hits}
      aria-label="Similar patches"
      aria-busy={isBusy}
    >
      {hits.map(({ queryId, patchId, distance }, at) => {
        const patch = patches.get(patchId);
        const labelIndex = patches.labelOrder.get(patch?.label ?? '');
        return (
          <li key={patchId} className={styles.answer}>
            <span className={styles.rank}>{at + 1}</span>
            <PatchLink id={patchId} {...{ patches, urlOf, addresses }} />
            <span className={styles.words}>
              {patch ? <LabelName label={patch.label} index={labelIndex} /> : null}
              <span className={styles.quiet}>
                distance {formatNumber(distance)} · {formatPercent((bits - distance) / bits)} of bits agree
              </span>
              {patch ? <KnownLine patch={patch} /> : null}
              <span className={styles.quiet}>{patch?.path}</span>
            </span>
            <Link
              href={addresses.of({ kind: 'patch', patchId: queryId })}
              className={styles.nearest}
              title={`Nearest to ${patches.get(queryId)?.path ?? 'a patch of the query'}`}
            >
              <ArrowRight size={14} aria-label="nearest to" />
              <PatchImage
                url={urlOf(queryId)}
                labelIndex={patches.labelOrder.get(patches.get(queryId)?.label ?? '')}
                className={styles.small}
              />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
