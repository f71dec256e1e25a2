import { toErrorReport } from '../../base/errors.ts';
import { emptyBins } from '../../library/bin.ts';
import { whenReplaced } from '../../library/open-database.ts';
import { openPages } from '../../library/open-pages.ts';
import { removeLeftPrivateFiles } from '../../library/private-files.ts';
import { discardUnbegun } from '../../library/restore.ts';
import { tidyAsWriter } from '../../library/writer-lock.ts';
import { readCollections } from '../collection/collections-list.ts';
import { collectionsStore } from '../collection/collections-store.ts';
import { followOtherTabs } from '../collection/follow-other-tabs.ts';
import { packInBackground, removeInBackground } from '../collection/removal.ts';
import { encoder } from '../device/encoder-host.ts';
import { refreshInterruptedImports } from '../transfer/interrupted-imports.ts';
import { appVersionStore } from './app-version.ts';
import { noticeLoss, rememberCollections } from './stored.ts';

/** Opens the library and starts the encoder; what fails shows in collectionsStore and deviceStore. */
export function startEngine(): void {
  openLibrary().catch((thrown) => collectionsStore.setState({ error: toErrorReport(thrown) }));
  // The failure is in deviceStore; whoever encodes later tries to start it again.
  encoder()
    .ready()
    .catch(() => {});
}

async function openLibrary(): Promise<void> {
  whenReplaced(() => appVersionStore.setState({ isNewerReady: true }));
  // Nothing of what was deleted stays in the memory of another tab.
  followOtherTabs(() => location.reload());
  await readCollections();
  noticeLoss(collectionsStore.getState().collections?.length ?? 0);
  collectionsStore.subscribe(({ collections }) => rememberCollections(collections?.length ?? 0));
  removeInBackground();
  packInBackground();
  await removeLeftPrivateFiles(await openPages());
  // While another tab writes it may be importing: what is hidden then is not what was left behind.
  await tidyAsWriter(async () => {
    await discardUnbegun();
    await emptyBins(await openPages());
    await refreshInterruptedImports();
  });
  removeInBackground();
}
