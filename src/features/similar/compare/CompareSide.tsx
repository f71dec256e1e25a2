import type { ComponentProps, ReactNode, Ref } from 'react';
import { classes } from '../../../ui/classes.ts';
import styles from './CompareSide.module.css';
import type { Size, View } from './view.ts';

export interface CompareSideProps {
  title: string;
  isQuery: boolean;
  /** Under the title: label and path. */
  name: ReactNode;
  url: string | undefined;
  /** Pixels of the image, whatever `url` holds of it. */
  image: Size;
  /** Screen pixels an image pixel takes at zoom 1. */
  scale: number;
  view: View;
  gestures: ComponentProps<'div'>;
  stageRef: Ref<HTMLDivElement>;
  /** What is shown, when that is not the original. */
  note: ReactNode;
}

/** One image of a comparison, placed by the view both share. */
export function CompareSide(props: CompareSideProps) {
  const { title, isQuery, name, url, image, scale, view, gestures, stageRef, note } = props;
  return (
    <section className={styles.side} aria-label={title}>
      <header className={styles.header}>
        <h3 className={classes(isQuery && styles.query)}>{title}</h3>
        {name}
      </header>
      <div ref={stageRef} className={classes(styles.stage, isQuery && styles.queryStage)} {...gestures}>
        {url ? (
          <img
            src={url}
            alt=""
            draggable={false}
            className={styles.image}
            style={{
              width: image.width * scale,
              height: image.height * scale,
              transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.zoom})`,
            }}
          />
        ) : null}
      </div>
      <div className={styles.note}>{note}</div>
    </section>
  );
}
