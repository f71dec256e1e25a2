import { ChooseButtons } from './ChooseButtons.tsx';
import styles from './DropTarget.module.css';

/** The calm middle of the empty page. Dropping works everywhere; this says so. */
export function DropTarget() {
  return (
    <section className={styles.target} aria-labelledby="drop-title">
      <TilesIntoFolder />
      <h1 id="drop-title" className={styles.title}>
        Drop a folder of tissue images
      </h1>
      <p className={styles.text}>
        <span>Then click any patch to see its look-alikes.</span>
        <span>PNG, JPEG, WebP, BMP, GIF or TIFF, and whole slides; subfolders become labels.</span>
      </p>
      <ChooseButtons />
    </section>
  );
}

/** Patches as the gallery shows them, square and close together, on their way in. */
function TilesIntoFolder() {
  return (
    <svg viewBox="0 0 120 76" width="120" height="76" aria-hidden="true" className={styles.drawing}>
      <g className={styles.tiles}>
        <rect x="31" y="3" width="17" height="17" />
        <rect x="52" y="3" width="17" height="17" />
        <rect x="73" y="3" width="17" height="17" className={styles.query} />
        <rect x="31" y="24" width="17" height="17" />
        <rect x="52" y="24" width="17" height="17" />
        <rect x="73" y="24" width="17" height="17" />
      </g>
      <path
        className={styles.folder}
        d="M14 41v26a6 6 0 0 0 6 6h80a6 6 0 0 0 6-6V50a6 6 0 0 0-6-6H60l-7-8H20a6 6 0 0 0-6 5Z"
      />
    </svg>
  );
}
