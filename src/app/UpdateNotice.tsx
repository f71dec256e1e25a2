import { useState } from 'react';
import { useStore } from 'zustand';
import { appVersionStore, reloadIntoNewer } from '../engine/app/app-version.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useAction } from '../ui/use-action.ts';
import styles from './UpdateNotice.module.css';

/** Offers a reload where one brings something; nothing is reloaded by itself under a person's hands. */
export function UpdateNotice() {
  const { isNewerReady, isReloadFaster } = useStore(appVersionStore);
  const [isDismissed, setIsDismissed] = useState(false);
  const { isBusy, error, run } = useAction();
  if (isDismissed || !(isNewerReady || isReloadFaster)) return null;
  return (
    <div className={styles.place} role="status">
      <Notice
        title={isNewerReady ? 'A new version of Gramscope is ready.' : 'A reload lets Gramscope use all cores.'}
        onDismiss={() => setIsDismissed(true)}
        actions={
          <Button size="small" disabled={isBusy} onClick={() => run(reloadIntoNewer)}>
            Reload
          </Button>
        }
      >
        What is indexed stays. Without a reload, everything goes on as it is.
      </Notice>
      {error ? <ErrorNotice error={error} /> : null}
    </div>
  );
}
