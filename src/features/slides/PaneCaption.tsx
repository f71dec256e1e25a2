import type { SlideArea, SlideInfo } from '../../base/slide.ts';
import { formatNumber, formatPercent, formatPlace } from '../../ui/format.ts';
import styles from './PaneCaption.module.css';

export interface PaneCaptionProps {
  /** Of the patch pointed at. */
  area: SlideArea | undefined;
  info: SlideInfo;
  /** Of its bits that agree with the query's, 0 to 1. */
  share: number | undefined;
  /** The slide has patches to search with. */
  isIndexed: boolean;
  isDrawing: boolean;
}

/** What the patch pointed at is, or what the slide is, in a line whose place is always kept. */
export function PaneCaption({ area, info, share, isIndexed, isDrawing }: PaneCaptionProps) {
  return (
    <p className={styles.caption}>
      {area ? (
        <>
          <span className={styles.what}>Patch at {formatPlace(area, info.micronsPerPixel)}</span>
          {share === undefined || Number.isNaN(share) ? null : (
            <span className={styles.share}>{formatPercent(share, 1)} of bits agree</span>
          )}
        </>
      ) : (
        <>
          <span className={styles.what}>{hintOf(isIndexed, isDrawing)}</span>
          <span className={styles.size}>{sizeOf(info)}</span>
        </>
      )}
    </p>
  );
}

function sizeOf({ levels: [{ width, height }], micronsPerPixel }: SlideInfo): string {
  const resolution =
    micronsPerPixel === undefined ? 'resolution not known' : `${Number(micronsPerPixel.toFixed(3))} µm/px`;
  return `${formatNumber(width)} × ${formatNumber(height)} px, ${resolution}`;
}

function hintOf(isIndexed: boolean, isDrawing: boolean): string {
  if (isDrawing) return 'Draw a rectangle around what to look for.';
  if (!isIndexed) return 'No patch of this slide is indexed yet. Draw a rectangle to search with.';
  return 'Click a patch to search with it, or hold Shift and draw a rectangle.';
}
