import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import Scan from 'lucide-react/icons/scan';
import { useStore } from 'zustand';
import { scaleBarOf } from '../../base/scale-bar.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { magnificationAt, magnificationsOf } from './magnification.ts';
import styles from './ViewControls.module.css';
import type { SlideViewer } from './viewer/slide-viewer.ts';
import type { CameraStore } from './viewer/use-slide-viewer.ts';

/** Longest scale bar in screen pixels. */
const BAR_ROOM = 140;

const ZOOM_STEP = 1.5;

/** Zooms this near to a magnification are called by its name. */
const NEAR = 0.01;

export interface ViewControlsProps {
  viewer: SlideViewer | undefined;
  cameras: CameraStore;
  micronsPerPixel: number | undefined;
}

/** How large the slide is shown, and how to show it larger or smaller. */
export function ViewControls({ viewer, cameras, micronsPerPixel }: ViewControlsProps) {
  const zoom = useStore(cameras, ({ camera }) => camera?.zoom);
  if (!viewer || zoom === undefined) return null;
  const bar = scaleBarOf(zoom, micronsPerPixel, BAR_ROOM);
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.length} style={{ width: bar.length }} aria-hidden />
        <span className={styles.text}>
          {bar.text}
          <span className={styles.magnification}>{magnificationAt(zoom, micronsPerPixel)}</span>
        </span>
      </div>
      <div className={styles.controls} role="toolbar" aria-label="Magnification" aria-orientation="vertical">
        <IconButton label="Zoom in" size="small" icon={<Plus />} onClick={() => viewer.zoomBy(ZOOM_STEP)} />
        {magnificationsOf(micronsPerPixel)
          .toReversed()
          .map(({ label, words, zoom: wanted }) => (
            <Tooltip key={label} text={words}>
              <button
                type="button"
                className={styles.power}
                aria-label={words}
                aria-pressed={Math.abs(zoom / wanted - 1) < NEAR}
                onClick={() => viewer.zoomTo(wanted)}
              >
                {label}
              </button>
            </Tooltip>
          ))}
        <IconButton label="Zoom out" size="small" icon={<Minus />} onClick={() => viewer.zoomBy(1 / ZOOM_STEP)} />
        <IconButton label="Show the whole slide" size="small" icon={<Scan />} onClick={() => viewer.goHome()} />
      </div>
    </>
  );
}
