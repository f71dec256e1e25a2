import FolderOpen from 'lucide-react/icons/folder-open';
import FolderSearch from 'lucide-react/icons/folder-search';
import { useRef } from 'react';
import { intakeFromFiles } from '../../engine/intake/walk.ts';
import { findMovedSlides } from '../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './SlideGone.module.css';

/** Every browser knows this attribute, but React's types do not. */
const FOLDERS_ONLY = { webkitdirectory: '' };

/** In place of a slide whose folder, or whose own file, the browser lets be read only after a click. */
export function SlideLocked({ slide, onAllow }: { slide: SlideRecord; onAllow: () => void }) {
  const what = slide.handles ? 'slide' : 'folder';
  return (
    <EmptyState
      icon={<FolderOpen />}
      title={`Allow access to this ${what}`}
      actions={
        <Button variant="primary" icon={<FolderOpen />} onClick={onAllow}>
          Allow access to the {what}
        </Button>
      }
    >
      Slides are read where they lie and never stored, so the browser asks for your permission after a reload. Or drop
      the {what} on the page again. Hits and patches are all there.
    </EmptyState>
  );
}

export interface SlideMissingProps {
  slide: SlideRecord;
  /** Slides of the collection were found. */
  onFound: () => void;
}

/** In place of a slide whose file is not where it was: finds it in a folder that a person gives. */
export function SlideMissing({ slide, onFound }: SlideMissingProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const { isBusy, error, run } = useAction();
  const look = (files: readonly File[]) =>
    run(async () => {
      await findMovedSlides(slide.collectionId, await intakeFromFiles(files));
      onFound();
    });
  return (
    <div className={styles.missing}>
      <EmptyState
        icon={<FolderSearch />}
        title="Where is this slide now?"
        actions={
          <Button variant="primary" icon={<FolderSearch />} disabled={isBusy} onClick={() => chooser.current?.click()}>
            {isBusy ? 'Looking for it…' : 'Choose its folder'}
          </Button>
        }
      >
        Slides are read where they lie and never stored. Choose the folder that holds{' '}
        <span className={styles.path}>{slide.path}</span>, or drop it on the page again: it is known by its content,
        whatever its name is now. Hits and patches are all there.
      </EmptyState>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label="Folder of the slide"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) look(files);
        }}
        {...FOLDERS_ONLY}
      />
      {error ? <ErrorNotice error={error} /> : null}
    </div>
  );
}
