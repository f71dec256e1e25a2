import type { Patch } from '../../columns/patch-chunk.ts';
import { formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import styles from './PatchCaption.module.css';

/** What the patch pointed at is, in a line whose place is always kept. Readers hear the same from the option itself. */
export function PatchCaption({
  patch,
  labelIndex,
  isSelecting,
}: {
  patch: Patch | undefined;
  labelIndex: number | undefined;
  isSelecting: boolean;
}) {
  return (
    <p className={styles.caption} aria-hidden>
      {patch ? (
        <>
          {labelIndex === undefined ? null : (
            <span className={styles.label}>
              <LabelMark index={labelIndex} /> <span className={styles.name}>{patch.label}</span>
            </span>
          )}
          <span className={styles.path}>{patch.path}</span>
          <span className={styles.size}>
            {formatNumber(patch.width)} × {formatNumber(patch.height)} px
          </span>
        </>
      ) : (
        hintOf(isSelecting)
      )}
    </p>
  );
}

function hintOf(isSelecting: boolean): string {
  return isSelecting ? 'Click patches to select them.' : 'Click a patch to find the ones most like it.';
}
