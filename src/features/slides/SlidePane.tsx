import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { OpenedPane, type PaneProps } from './OpenedPane.tsx';
import { SlideLocked, SlideMissing } from './SlideGone.tsx';
import styles from './SlidePane.module.css';
import { useOpenedSlide } from './use-opened-slide.ts';

/** One slide: where it lies, or how to find it again. */
export function SlidePane(props: PaneProps) {
  const { slide, title } = props;
  const { opened, tryAgain } = useOpenedSlide(slide);
  return (
    <section className={styles.pane} aria-label={title ? `${title}: ${slide.path}` : slide.path}>
      {opened.status === 'open' ? (
        <OpenedPane key={opened.open.key} {...props} open={opened.open} />
      ) : (
        <div className={styles.message}>
          {opened.status === 'opening' ? <Spinner label="Opening the slide" showLabel /> : null}
          {opened.status === 'needs-permission' ? <SlideLocked slide={slide} onAllow={opened.allow} /> : null}
          {opened.status === 'missing' ? <SlideMissing slide={slide} onFound={tryAgain} /> : null}
          {opened.status === 'failed' ? <ErrorNotice error={opened.error} /> : null}
        </div>
      )}
    </section>
  );
}
