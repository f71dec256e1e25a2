import { useStore } from 'zustand';
import { dismissLoss, lossStore } from '../engine/app/stored.ts';
import { formatCount } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';

/** Says so when the browser has cleared the collections by itself, which nothing else on the page would tell. */
export function LossNotice() {
  const lost = useStore(lossStore, (state) => state.lost);
  if (lost === 0) return null;
  return (
    <Notice
      tone="danger"
      title={`The browser has cleared ${formatCount(lost, 'collection')} that ${lost === 1 ? 'was' : 'were'} stored here.`}
      onDismiss={dismissLoss}
    >
      It does so when the disk runs full. Your images are untouched: drop the folders again, or import what you have
      exported. Under Settings it says whether the browser has promised to keep the storage.
    </Notice>
  );
}
