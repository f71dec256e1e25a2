import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { addToCollection, startIndexing } from '../../engine/indexing/indexing.ts';
import { chooseFrom } from '../../engine/intake/choose-from.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { LONGEST } from '../../library/facts.ts';
import type { CutRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { nameProblem } from '../../ui/name-problem.ts';
import { collectionPath } from '../../ui/routes.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CutChoice } from './CutChoice.tsx';
import { cutRuleOf } from './cut-form.ts';
import { DestinationChoice } from './DestinationChoice.tsx';
import { FoundBeside } from './FoundBeside.tsx';
import { dismissImport } from './import-store.ts';
import { LabelChoice } from './LabelChoice.tsx';
import { ProfileChoice } from './ProfileChoice.tsx';
import { countPatches, type PatchCount } from './patch-counts.ts';
import styles from './ReviewDialog.module.css';
import {
  collectionsLike,
  cutRuleFor,
  initialForm,
  isComplete,
  itemsOf,
  NEW_COLLECTION,
  profileSizeOf,
  type ReviewForm,
  toRequest,
} from './review.ts';
import { FileNotes, SkippedFiles } from './SkippedFiles.tsx';
import { SlideList } from './SlideList.tsx';
import { SourceChoice } from './SourceChoice.tsx';
import { cutInWords } from './slide-words.ts';
import { useSlideSurvey } from './use-slide-survey.ts';

/** Shows what was found and asks how to index it, before anything starts. */
export function ReviewDialog({ intake: found }: { intake: Intake }) {
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const [form, setForm] = useState(() => initialForm(found, collections));
  const intake = useMemo(() => chooseFrom(found, form.choice), [found, form.choice]);
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const start = () =>
    run(async () => {
      navigate(collectionPath(await begin(intake, form, cutRule)));
      dismissImport();
    });
  const change = (part: Partial<ReviewForm>) => setForm((before) => ({ ...before, ...part }));
  const { files, slides } = intake;
  const all = useSlideSurvey(found.slides);
  const surveyed = all.filter(({ path }) => slides.some((slide) => slide.path === path));
  const items = useMemo(() => itemsOf(intake), [intake]);
  const like = collectionsLike(intake, collections);
  const destination = like.find(({ id }) => id === form.destination);
  const cutRule = cutRuleFor(form, destination);
  const isReadable = files.length > 0 || surveyed.some(({ error }) => !error);
  const canStart = isReadable && isComplete(form, collections) && (slides.length === 0 || cutRule !== undefined);
  const patchesAt = (size: number): PatchCount => {
    const rule = cutRuleOf(form.cut, size);
    const { patches, isFinal } = rule ? countPatches(surveyed, rule) : { patches: 0, isFinal: false };
    return { patches: files.length + patches, isFinal };
  };

  return (
    <Dialog
      open
      onOpenChange={dismissImport}
      title={`Index ${whatWasFound(intake)}`}
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
          <Button variant="primary" disabled={isBusy || !canStart} onClick={start}>
            Start indexing
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canStart) start();
        }}
      >
        <SkippedFiles skipped={found.skipped} />
        <FileNotes notes={found.notes} />
        <FoundBeside found={found} choice={form.choice} change={(choice) => change({ choice })} />
        {like.length > 0 ? <DestinationChoice form={form} change={change} collections={like} /> : null}
        {slides.length > 0 ? <SlideList slides={surveyed} /> : null}
        {form.destination === NEW_COLLECTION ? (
          <>
            <TextField
              label="Name of the collection"
              value={form.name}
              maxLength={LONGEST.typed}
              onValueChange={(name) => change({ name })}
              error={nameProblem(form.name, collections)}
            />
            <LabelChoice files={items} counted={wordFor(intake)} form={form} change={change} />
            {files.length > 0 ? <SourceChoice files={files} form={form} change={change} /> : null}
            <ProfileChoice patchesAt={patchesAt} form={form} change={change} />
          </>
        ) : null}
        {slides.length > 0 && destination?.cutRule ? (
          <p className={styles.cut}>{cutInWords(destination.cutRule)}</p>
        ) : null}
        {slides.length > 0 && !destination?.cutRule ? (
          <CutChoice
            slides={surveyed}
            cut={form.cut}
            change={(part) => change({ cut: { ...form.cut, ...part } })}
            profileSize={destination?.profile.size ?? profileSizeOf(form)}
            rule={cutRule}
          />
        ) : null}
      </form>
    </Dialog>
  );
}

/** "12 images and 4 whole slides". */
function whatWasFound({ files, slides }: Intake): string {
  const images = files.length > 0 ? [formatCount(files.length, 'image')] : [];
  const wholeSlides = slides.length > 0 ? [formatCount(slides.length, 'whole slide')] : [];
  return [...images, ...wholeSlides].join(' and ');
}

function wordFor({ files, slides }: Intake): 'Images' | 'Slides' | 'Files' {
  if (slides.length === 0) return 'Images';
  return files.length === 0 ? 'Slides' : 'Files';
}

async function begin(intake: Intake, form: ReviewForm, cutRule: CutRule | undefined): Promise<string> {
  if (form.destination === NEW_COLLECTION) return startIndexing(toRequest(intake, form));
  await addToCollection(form.destination, intake, cutRule);
  return form.destination;
}
