import type { Patch } from '../../columns/patch-chunk.ts';
import { useKnown } from '../../engine/tables/use-known.ts';
import { formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import styles from './PatchCaption.module.css';
import { TileSize } from './TileSize.tsx';

export interface PatchCaptionProps {
  patch: Patch | undefined;
  labelIndex: number | undefined;
  isSelecting: boolean;
}

/** The line below the patches: what the one pointed at is, and how large they are shown. */
export function PatchCaption({ patch, labelIndex, isSelecting }: PatchCaptionProps) {
  return (
    <div className={styles.caption}>
      {/* Readers hear the same from the option itself. */}
      <p className={styles.words} aria-hidden>
        {patch ? (
          <>
            {labelIndex === undefined ? null : (
              <span className={styles.label}>
                <LabelMark index={labelIndex} /> <span className={styles.name}>{patch.label}</span>
              </span>
            )}
            <span className={styles.path}>{patch.path}</span>
            <KnownOf patch={patch} />
            <span className={styles.size}>
              {formatNumber(patch.width)} × {formatNumber(patch.height)} px
            </span>
          </>
        ) : (
          <span className={styles.path}>{hintOf(isSelecting)}</span>
        )}
      </p>
      <TileSize />
    </div>
  );
}

/** What the chosen columns of attached tables say. */
function KnownOf({ patch }: { patch: Patch }) {
  const known = useKnown(patch);
  if (known.length === 0) return null;
  return <span className={styles.known}>{known.map(({ name, words }) => `${name} ${words}`).join(' · ')}</span>;
}

function hintOf(isSelecting: boolean): string {
  return isSelecting ? 'Click patches to select them.' : 'Click a patch to find the most similar ones.';
}
