import ShieldCheck from 'lucide-react/icons/shield-check';
import { InterruptedImports } from '../features/collections/InterruptedImports.tsx';
import { DropTarget } from '../features/import/DropTarget.tsx';
import { SampleCard } from '../features/sample/SampleCard.tsx';
import { LossNotice } from './LossNotice.tsx';
import styles from './StartPage.module.css';
import { UntrainedNotice } from './UntrainedNotice.tsx';

/** The empty page, which teaches by being one large target. */
export function StartPage() {
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <LossNotice />
        <InterruptedImports />
        <div className={styles.ways}>
          <DropTarget />
          <SampleCard />
        </div>
        <p className={styles.promise}>
          <ShieldCheck size={18} aria-hidden />
          Nothing leaves this machine. Pull the network cable and try.
        </p>
        <UntrainedNotice />
      </div>
    </div>
  );
}
