import { ERROR_TEXTS } from '../../base/error-texts.ts';
import { formatCount } from '../../ui/format.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './SlideList.module.css';
import { countPassedOver, describeSlide, resolutionMissing } from './slide-words.ts';
import type { SurveyedSlide } from './use-slide-survey.ts';

/** The whole slides that were found: what each is like, or why it cannot be read. */
export function SlideList({ slides }: { slides: readonly SurveyedSlide[] }) {
  const broken = slides.filter(({ error }) => error).length;
  const passedOver = countPassedOver(slides.flatMap(({ info }) => info ?? []));
  return (
    <section aria-labelledby="slides-title">
      <h3 id="slides-title" className={styles.title}>
        {formatCount(slides.length, 'whole slide')}
        {broken > 0 ? <span className={styles.broken}>{formatCount(broken, 'slide')} cannot be read</span> : null}
      </h3>
      <ul className={styles.slides}>
        {slides.map((slide) => (
          <li key={slide.path} className={styles.slide}>
            <span className={styles.name} title={slide.path}>
              {slide.path}
            </span>
            <Facts slide={slide} />
          </li>
        ))}
      </ul>
      {passedOver ? <p className={styles.passedOver}>Skipped: {passedOver}. Labels may show patients’ names.</p> : null}
    </section>
  );
}

function Facts({ slide: { info, error } }: { slide: SurveyedSlide }) {
  if (error) {
    const { sentence, action } = ERROR_TEXTS[error.code];
    return (
      <span className={styles.error}>
        {sentence} {error.detail ? `${capitalised(error.detail)}. ` : null}
        {action}
      </span>
    );
  }
  if (!info) return <Spinner label="Reading the slide" size={14} />;
  return (
    <span className={styles.facts}>
      {describeSlide(info)}
      {info.micronsPerPixel === undefined ? ` · ${resolutionMissing(info)}` : null}
    </span>
  );
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).replace(/\.$/, '');
}
