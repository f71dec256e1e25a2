import FolderOpen from 'lucide-react/icons/folder-open';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { NAMED_SETTINGS, type NamedProfile } from '../../barcode/profile.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { reindexWithProfile } from '../../engine/indexing/indexing.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { intakeFromFiles } from '../../engine/intake/walk.ts';
import { ActionDialog } from '../../ui/ActionDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { collectionPath } from '../../ui/routes.ts';
import { Select } from '../../ui/Select.tsx';
import { useAction } from '../../ui/use-action.ts';
import { PROFILE_TITLES } from './profile-titles.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

/** Every browser knows this attribute, but React's types do not. */
const FOLDERS_ONLY = { webkitdirectory: '' };

const NAMED: readonly NamedProfile[] = ['standard', 'robust', 'paper'];

/** Makes a second collection of the same images, with a profile that this one does not have. */
export function ReindexDialog({ collection, onClose }: CollectionDialogProps) {
  const others = NAMED.filter((name) => name !== collection.profileName);
  const [other, setOther] = useState<NamedProfile>(others[0] ?? 'standard');
  const [, navigate] = useLocation();
  const [needsFolder, setNeedsFolder] = useState(false);
  const action = useAction();
  const chooser = useRef<HTMLInputElement>(null);
  const start = (given?: () => Promise<Intake>) =>
    action.run(async () => {
      const begun = await reindexWithProfile(collection.id, other, await given?.());
      if (begun === 'needs-folder') return setNeedsFolder(true);
      const started = indexingStore.getState().run;
      if (started) navigate(collectionPath(started.collectionId));
      onClose();
    });
  return (
    <ActionDialog
      title="Index again with another profile"
      act="Index again"
      isDisabled={needsFolder}
      onAct={() => start()}
      action={action}
      onClose={onClose}
    >
      <Select
        label="Profile"
        value={other}
        onValueChange={setOther}
        options={others.map((value) => ({ value, label: PROFILE_TITLES[value] }))}
      />
      <p>
        This makes a second collection of the same images: {costOf(collection.patchCount, other)}. “{collection.name}”
        stays as it is. Labels are the same in both, those you gave by hand too. Patches that you deleted are indexed
        again.
      </p>
      {needsFolder ? (
        <Notice
          title="The images have to be read again."
          actions={
            <Button icon={<FolderOpen />} disabled={action.isBusy} onClick={() => chooser.current?.click()}>
              Choose their folder
            </Button>
          }
        >
          The browser does not remember where they are.
        </Notice>
      ) : null}
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label="Folder of the images"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) start(() => intakeFromFiles(files));
        }}
        {...FOLDERS_ONLY}
      />
    </ActionDialog>
  );
}

function costOf(patches: number, profileName: NamedProfile): string {
  const { bytes, seconds } = estimateRun(patches, NAMED_SETTINGS[profileName]);
  const space = `about ${formatBytes(bytes)} on disk`;
  return seconds === undefined ? space : `about ${formatDuration(seconds)} of work, ${space}`;
}
