import { useStore } from 'zustand';
import { deviceStore } from '../engine/device/device-store.ts';
import { Notice } from '../ui/Notice.tsx';

/** Says so when no trained weights were found: matches are weaker, and nothing else on the page would tell. */
export function UntrainedNotice() {
  const isUntrained = useStore(deviceStore, (state) => state.status === 'ready' && !state.trained);
  if (!isUntrained) return null;
  return (
    <Notice title="The network is untrained, so matches are weaker.">
      The trained weights were not found. To add them, run <code>npm start</code> again with a network connection, or{' '}
      <code>GRAMSCOPE_ASSETS=folder npm start</code> with the folder that holds them. Collections indexed until then
      have to be indexed again.
    </Notice>
  );
}
