import { useEffect, useRef } from 'react';
import type { CutRule } from '../../library/schema.ts';
import { formatCount } from '../../ui/format.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { drawTissue } from './draw-tissue.ts';
import { countOnSlide } from './patch-counts.ts';
import { leftOutInWords, leftOverInWords } from './slide-words.ts';
import styles from './TissueView.module.css';
import { useOverview } from './use-overview.ts';
import type { SurveyedSlide } from './use-slide-survey.ts';

interface Props {
  /** One that can be read. */
  slide: SurveyedSlide;
  rule: CutRule;
  /** There is no other slide: its patches are all there are. */
  isOnly: boolean;
}

/** A slide seen whole: the patches that are cut from it, the rest veiled. */
export function TissueView({ slide: { open, info, tissue, path }, rule, isOnly }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const overview = useOverview(open);
  useEffect(() => {
    if (canvas.current && overview && info && tissue) drawTissue(canvas.current, overview, { info, tissue, rule });
  }, [overview, info, tissue, rule]);
  const isKnown = overview && info && tissue;
  return (
    <figure className={styles.view}>
      <div className={styles.place}>
        {isKnown ? (
          <canvas ref={canvas} role="img" aria-label={`The tissue of ${path}`} className={styles.canvas} />
        ) : (
          <Spinner label="Looking for tissue" showLabel />
        )}
      </div>
      <figcaption className={styles.caption}>
        {isKnown && !isOnly
          ? `${formatCount(countOnSlide(info, tissue, rule), 'patch', 'patches')} from this slide. `
          : null}
        {tissue ? leftOutInWords(tissue) : null} {info ? leftOverInWords(info, rule) : null}
      </figcaption>
    </figure>
  );
}
