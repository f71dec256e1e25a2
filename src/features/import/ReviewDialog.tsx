import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { ProfileSettings } from '../../barcode/profile.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { addToCollection, startIndexing } from '../../engine/indexing/indexing.ts';
import { type Speed, useMeasuredSpeed } from '../../engine/indexing/use-measured-speed.ts';
import { chooseFrom, withChannels } from '../../engine/intake/choose-from.ts';
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
import { usePatterns } from '../../ui/use-patterns.ts';
import { cutRuleOf } from './cut-form.ts';
import { DestinationChoice } from './DestinationChoice.tsx';
import { costWords, patchWords } from './estimate-words.ts';
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
  usableSettingsOf,
} from './review.ts';
import { FileNotes, SkippedFiles } from './SkippedFiles.tsx';
import { SlideList } from './SlideList.tsx';
import { SourceChoice } from './SourceChoice.tsx';
import { cutInWords } from './slide-words.ts';
import { TilingChoice } from './TilingChoice.tsx';
import { ResolutionAssumed } from './UnknownResolution.tsx';
import { useSlideSurvey } from './use-slide-survey.ts';

/** Shows what was found and asks how to index it, before anything starts: what decides most comes first. */
export function ReviewDialog({ intake: found }: { intake: Intake }) {
  usePatterns();
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const [form, setForm] = useState(() => initialForm(found, collections));
  const intake = useMemo(() => chooseFrom(found, form.choice), [found, form.choice]);
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const speed = useMeasuredSpeed();
  const start = () =>
    run(async () => {
      navigate(collectionPath(await begin(intake, form, cutRule)));
      dismissImport();
    });
  const change = (part: Partial<ReviewForm>) => setForm((before) => ({ ...before, ...part }));
  const { files, slides } = intake;
  const { channels } = form.choice;
  const asked = useMemo(
    () => withChannels(found.slides, channels === undefined ? {} : { channels }),
    [found, channels],
  );
  const all = useSlideSurvey(asked);
  const surveyed = all.filter(({ path }) => slides.some((slide) => slide.path === path));
  const items = useMemo(() => itemsOf(intake), [intake]);
  const like = collectionsLike(intake, collections);
  const destination = like.find(({ id }) => id === form.destination);
  const cutRule = cutRuleFor(form, destination);
  const patchesBy = (rule: CutRule | undefined): PatchCount => {
    const { patches, isFinal } = rule ? countPatches(surveyed, rule) : { patches: 0, isFinal: slides.length === 0 };
    return { patches: files.length + patches, isFinal };
  };
  const count = patchesBy(cutRule);
  const hasPatches = count.patches > 0 || !count.isFinal;
  const canStart = hasPatches && isComplete(form, collections) && (slides.length === 0 || cutRule !== undefined);

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
          <Estimate
            count={slides.length > 0 && !cutRule ? undefined : count}
            settings={destination?.profile ?? usableSettingsOf(form)}
            speed={speed}
            mayBeKnown={destination !== undefined}
          />
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
        {like.length > 0 ? <DestinationChoice form={form} change={change} collections={like} /> : null}
        <FoundBeside found={found} slides={all} choice={form.choice} change={(choice) => change({ choice })} />
        {slides.length > 0 && destination?.cutRule ? (
          <>
            <p className={styles.cut}>{cutInWords(destination.cutRule)}</p>
            <ResolutionAssumed slides={surveyed} rule={destination.cutRule} />
          </>
        ) : null}
        {slides.length > 0 && !destination?.cutRule ? (
          <TilingChoice
            slides={surveyed}
            cut={form.cut}
            change={(part) => change({ cut: { ...form.cut, ...part } })}
            profileSize={destination?.profile.size ?? profileSizeOf(form)}
            rule={cutRule}
          />
        ) : null}
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
            <ProfileChoice
              patchesAt={(size) => patchesBy(cutRuleOf(form.cut, size))}
              speed={speed}
              form={form}
              change={change}
            />
          </>
        ) : null}
        <FileNotes notes={intake.notes} />
        <SkippedFiles skipped={found.skipped} />
      </form>
    </Dialog>
  );
}

interface EstimateProps {
  /** Undefined while it cannot be said how slides are tiled. */
  count: PatchCount | undefined;
  /** Undefined while a size is being written that cannot be used. */
  settings: ProfileSettings | undefined;
  speed: Speed;
  /** Some of the patches may be indexed already. */
  mayBeKnown: boolean;
}

/** What indexing takes, always in sight. */
function Estimate({ count, settings, speed, mayBeKnown }: EstimateProps) {
  return (
    <p role="status" aria-label="Estimate" className={styles.estimate}>
      {count ? <strong>{patchWords(count)}</strong> : null}{' '}
      {count && settings ? (
        <span>{costWords(count, estimateRun(count.patches, settings), speed, mayBeKnown)}</span>
      ) : null}
    </p>
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
