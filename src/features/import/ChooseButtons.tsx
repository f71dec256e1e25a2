import Folder from 'lucide-react/icons/folder';
import Images from 'lucide-react/icons/images';
import { type ChangeEvent, useRef } from 'react';
import { intakeFromFiles } from '../../engine/intake/walk.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ChooseButtons.module.css';
import { canPickFolder, pickFolder } from './choose.ts';
import { receive } from './import-store.ts';

/** The ways in for those who do not drag: Chromium's folder picker, a folder input elsewhere, and single files. */
export function ChooseButtons() {
  const folderInput = useRef<HTMLInputElement>(null);
  const filesInput = useRef<HTMLInputElement>(null);
  const chooseFolder = () => (canPickFolder ? void pickFolder() : folderInput.current?.click());
  return (
    <div className={styles.ways}>
      <Button variant="primary" size="large" icon={<Folder />} onClick={chooseFolder}>
        Choose a folder
      </Button>
      <Button size="large" icon={<Images />} onClick={() => filesInput.current?.click()}>
        Choose files
      </Button>
      <input ref={folderInput} type="file" hidden aria-label="Folder to index" onChange={take} {...FOLDERS_ONLY} />
      <input ref={filesInput} type="file" hidden aria-label="Files to index" multiple accept={IMAGES} onChange={take} />
    </div>
  );
}

/** Every browser knows this attribute, but React's types do not. */
const FOLDERS_ONLY = { webkitdirectory: '' };

/** Systems that do not know TIFF as an image still let it be chosen by its extension, and slides are known to none. */
const IMAGES = 'image/*,.tif,.tiff,.svs,.ndpi,.scn,.bif,.czi,.btf,.tf8,.dcm,.dicom';

function take({ target }: ChangeEvent<HTMLInputElement>): void {
  const files = [...(target.files ?? [])];
  // The same folder must be choosable again.
  target.value = '';
  if (files.length > 0) void receive((onFound) => intakeFromFiles(files, onFound));
}
