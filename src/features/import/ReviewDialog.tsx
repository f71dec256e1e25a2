import { useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collections-store.ts';
import { addToCollection, startIndexing } from '../../engine/indexing/indexing.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { collectionPath } from '../../ui/routes.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { DestinationChoice } from './DestinationChoice.tsx';
import { dismissImport } from './import-store.ts';
import { LabelChoice } from './LabelChoice.tsx';
import { ProfileChoice } from './ProfileChoice.tsx';
import styles from './ReviewDialog.module.css';
import { collectionsLike, initialForm, isComplete, NEW_COLLECTION, type ReviewForm, toRequest } from './review.ts';
import { SkippedFiles } from './SkippedFiles.tsx';
import { SourceChoice } from './SourceChoice.tsx';

/** Shows what was found and asks how to index it, before anything starts. */
export function ReviewDialog({ intake }: { intake: Intake }) {
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const [form, setForm] = useState(() => initialForm(intake, collections));
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const start = () =>
    run(async () => {
      navigate(collectionPath(await begin(intake, form)));
      dismissImport();
    });
  const change = (part: Partial<ReviewForm>) => setForm((before) => ({ ...before, ...part }));
  const { files } = intake;
  const like = collectionsLike(intake, collections);

  return (
    <Dialog
      open
      onOpenChange={dismissImport}
      title={`Index ${formatCount(files.length, 'image')}`}
      description={intake.kind === 'folder' ? `Found in the folder “${intake.name}” and those below it.` : undefined}
      width="medium"
      footer={
        <>
          {error ? (
            <div className={styles.error}>
              <ErrorNotice error={error} />
            </div>
          ) : null}
          <Button onClick={dismissImport}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || !isComplete(form)} onClick={start}>
            Start indexing
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete(form)) start();
        }}
      >
        <SkippedFiles skipped={intake.skipped} />
        {like.length > 0 ? <DestinationChoice form={form} change={change} collections={like} /> : null}
        {form.destination === NEW_COLLECTION ? (
          <>
            <TextField
              label="Name of the collection"
              value={form.name}
              onValueChange={(name) => change({ name })}
              error={form.name.trim() === '' ? 'Give the collection a name.' : undefined}
            />
            <LabelChoice files={files} form={form} change={change} />
            <SourceChoice files={files} form={form} change={change} />
            <ProfileChoice images={files.length} form={form} change={change} />
          </>
        ) : null}
      </form>
    </Dialog>
  );
}

async function begin(intake: Intake, form: ReviewForm): Promise<string> {
  if (form.destination === NEW_COLLECTION) return startIndexing(toRequest(intake, form));
  await addToCollection(form.destination, intake);
  return form.destination;
}
