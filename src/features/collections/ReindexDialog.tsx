import { useState } from 'react';
import { useLocation } from 'wouter';
import { NAMED_SETTINGS, type NamedProfile } from '../../barcode/profile.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { reindexWithProfile } from '../../engine/indexing/indexing.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { collectionPath } from '../../ui/routes.ts';
import { Select } from '../../ui/Select.tsx';
import { useAction } from '../../ui/use-action.ts';
import { PROFILE_TITLES } from './profile-titles.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

const NAMED: readonly NamedProfile[] = ['standard', 'robust', 'paper'];

/** Makes a second collection of the same images, with a profile that this one does not have. */
export function ReindexDialog({ collection, onClose }: CollectionDialogProps) {
  const others = NAMED.filter((name) => name !== collection.profileName);
  const [other, setOther] = useState<NamedProfile>(others[0] ?? 'standard');
  const [, navigate] = useLocation();
  const [needsFolder, setNeedsFolder] = useState(false);
  const { isBusy, error, run } = useAction();
  const start = () =>
    run(async () => {
      if ((await reindexWithProfile(collection.id, other)) === 'needs-folder') return setNeedsFolder(true);
      const started = indexingStore.getState().run;
      if (started) navigate(collectionPath(started.collectionId));
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title="Index again with another profile"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || needsFolder} onClick={start}>
            Index again
          </Button>
        </>
      }
    >
      <Select
        label="Profile"
        value={other}
        onValueChange={setOther}
        options={others.map((value) => ({ value, label: PROFILE_TITLES[value] }))}
      />
      <p>
        This makes a second collection of the same images: {costOf(collection.patchCount, other)}. “{collection.name}”
        stays as it is. The new one takes its labels from the folders and has every image: labels that you changed and
        patches that you deleted are not carried over.
      </p>
      {needsFolder ? (
        <Notice title="The folder has to be dropped again.">
          Drop it on the page, choose “New collection” and the {PROFILE_TITLES[other]} profile.
        </Notice>
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}

function costOf(patches: number, profileName: NamedProfile): string {
  const { bytes, seconds } = estimateRun(patches, NAMED_SETTINGS[profileName]);
  const space = `about ${formatBytes(bytes)} on disk`;
  return seconds === undefined ? space : `about ${formatDuration(seconds)} of work, ${space}`;
}
