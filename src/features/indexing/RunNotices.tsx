import { ERROR_TEXTS } from '../../base/error-texts.ts';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import styles from './RunNotices.module.css';

/** What a run leaves out, and what went wrong and was mended by itself: said, not hidden. */
export function RunNotices({ run: { notices, unfindable } }: { run: IndexingState }) {
  if (notices.length + unfindable === 0) return null;
  return (
    <div className={styles.place}>
      {unfindable > 0 ? <UnfindableNotice files={unfindable} /> : null}
      <LastNotice notices={notices} />
    </div>
  );
}

function UnfindableNotice({ files }: { files: number }) {
  return (
    <Notice title={`${formatCount(files, 'file')} of the folder cannot be found again`}>
      This browser hides such names when it reopens a folder. Those that are not indexed yet are left out of this run:
      drop the folder again to index them.
    </Notice>
  );
}

/** The last one stands for those like it. */
function LastNotice({ notices }: Pick<IndexingState, 'notices'>) {
  const last = notices.at(-1);
  if (!last) return null;
  const { sentence, action } = ERROR_TEXTS[last.code];
  const alike = notices.filter(({ code }) => code === last.code).length;
  return <Notice title={alike > 1 ? `${sentence} (${alike} times in this run)` : sentence}>{action}</Notice>;
}
