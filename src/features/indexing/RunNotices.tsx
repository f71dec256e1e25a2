import { ERROR_TEXTS } from '../../base/error-texts.ts';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { Notice } from '../../ui/Notice.tsx';
import styles from './RunNotices.module.css';

/** What went wrong and was mended by itself: said, not hidden. The last one stands for those like it. */
export function RunNotices({ notices }: { notices: IndexingState['notices'] }) {
  const last = notices.at(-1);
  if (!last) return null;
  const { sentence, action } = ERROR_TEXTS[last.code];
  const alike = notices.filter(({ code }) => code === last.code).length;
  return (
    <div className={styles.place}>
      <Notice title={alike > 1 ? `${sentence} (${alike} times in this run)` : sentence}>{action}</Notice>
    </div>
  );
}
