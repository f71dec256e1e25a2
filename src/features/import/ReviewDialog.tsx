import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { ProfileSettings } from '../../barcode/profile.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { addFurtherFolder, addToCollection, startIndexing } from '../../engine/indexing/indexing.ts';
import { type Speed, useMeasuredSpeed } from '../../engine/indexing/use-measured-speed.ts';
import { chooseFrom, withChannels } from '../../engine/intake/choose-from.ts';
import type { KnownFolder } from '../../engine/intake/folders.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { takeOutsideImage } from '../../engine/question/outside-image-store.ts';
import type { OfferedTable } from '../../engine/tables/attaching.ts';
import { LONGEST } from '../../library/facts.ts';
import type { CollectionRecord, CutRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { nameProblem } from '../../ui/name-problem.ts';
import { collectionPath, outsideQueryPath } from '../../ui/routes.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useAction } from '../../ui/use-action.ts';
import { usePatterns } from '../../ui/use-patterns.ts';
import { collectionOnScreen } from './collection-on-screen.ts';
import { cutRuleOf } from './cut-form.ts';
import { DestinationChoice } from './DestinationChoice.tsx';
import {
  ANOTHER_COLLECTION,
  type Destination,
  destinationsFor,
  furtherFolder,
  NEW_COLLECTION,
} from './destinations.ts';
import { costWords, patchWords } from './estimate-words.ts';
import { FoundBeside } from './FoundBeside.tsx';
import { FoundTables, useOfferedTables } from './FoundTables.tsx';
import { dismissImport } from './import-store.ts';
import { LabelChoice } from './LabelChoice.tsx';
import { ProfileChoice } from './ProfileChoice.tsx';
import { countPatches, type PatchCount } from './patch-counts.ts';
import styles from './ReviewDialog.module.css';
import {
  cutRuleFor,
  initialForm,
  isComplete,
  itemsOf,
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

export interface ReviewDialogProps {
  intake: Intake;
  /** What collections know of it, by their ids. */
  known: ReadonlyMap<string, KnownFolder>;
}

/** Shows what was found and asks how to index it, before anything starts: what decides most comes first. */
export function ReviewDialog({ intake: found, known }: ReviewDialogProps) {
  usePatterns();
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const [openId] = useState(collectionOnScreen);
  const around = { collections, known, openId };
  const [form, setForm] = useState(() => initialForm(found, around));
  const intake = useMemo(() => chooseFrom(found, form.choice), [found, form.choice]);
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const speed = useMeasuredSpeed();
  const offered = useOfferedTables(found);
  const [declined, setDeclined] = useState<ReadonlySet<string>>(new Set());
  const start = () =>
    run(async () => {
      const begun = await begin(intake, form, destination, cutRule);
      navigate(begun.address);
      for (const table of offered) if (!declined.has(table.name)) await begun.attach(table);
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
  const destinations = destinationsFor(found, around);
  const others = collections.filter(({ id }) => id !== openId && !known.has(id));
  const destination =
    form.destination === ANOTHER_COLLECTION
      ? othersFolder(others, form.another)
      : destinations.find(({ value }) => value === form.destination);
  const isSearch = destination?.kind === 'search';
  const into = destination?.kind === 'add' ? destination.collection : undefined;
  const cutRule = cutRuleFor(form, into);
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
      title={isSearch ? `Search with ${whatWasFound(intake)}` : `Index ${whatWasFound(intake)}`}
      description={intake.kind === 'folder' ? `Found in the folder “${intake.name}” and those below it.` : undefined}
      width="medium"
      footer={
        <>
          {error ? (
            <div className={styles.error}>
              <ErrorNotice error={error} />
            </div>
          ) : null}
          {isSearch ? null : (
            <Estimate
              count={slides.length > 0 && !cutRule ? undefined : count}
              settings={into?.profile ?? usableSettingsOf(form)}
              speed={speed}
              mayBeKnown={destination?.kind === 'add' && destination.folder !== undefined}
            />
          )}
          <Button onClick={dismissImport}>Cancel</Button>
          <Button variant="primary" disabled={isBusy || !canStart} onClick={start}>
            {isSearch ? 'Search' : 'Start indexing'}
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
        {collections.length > 0 ? (
          <DestinationChoice
            form={form}
            change={change}
            destinations={destinations}
            others={others}
            found={whatWasFound(intake)}
          />
        ) : null}
        {isSearch ? null : (
          <FoundBeside found={found} slides={all} choice={form.choice} change={(choice) => change({ choice })} />
        )}
        {slides.length > 0 && into?.cutRule ? (
          <>
            <p className={styles.cut}>{cutInWords(into.cutRule)}</p>
            <ResolutionAssumed slides={surveyed} rule={into.cutRule} />
          </>
        ) : null}
        {slides.length > 0 && !into?.cutRule ? (
          <TilingChoice
            slides={surveyed}
            cut={form.cut}
            change={(part) => change({ cut: { ...form.cut, ...part } })}
            profileSize={into?.profile.size ?? profileSizeOf(form)}
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
        {isSearch ? null : <FoundTables tables={offered} declined={declined} onDecline={setDeclined} />}
        <FileNotes notes={intake.notes} />
        <SkippedFiles skipped={withoutTables(found.skipped, offered)} />
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

function othersFolder(others: readonly CollectionRecord[], id: string | undefined): Destination | undefined {
  const other = others.find((each) => each.id === id) ?? others[0];
  return other && furtherFolder(other);
}

/** Tables that are offered are not passed over. */
function withoutTables(skipped: Intake['skipped'], offered: readonly OfferedTable[]): Intake['skipped'] {
  const isOffered = (path: string) => offered.some(({ name }) => path === name || path.endsWith(`/${name}`));
  return { ...skipped, told: skipped.told.filter(({ path }) => !isOffered(path)) };
}

/** What has begun: the address to go to, and what attaches a table to it. */
interface Begun {
  readonly address: string;
  attach(table: OfferedTable): Promise<void>;
}

async function begin(
  intake: Intake,
  form: ReviewForm,
  destination: Destination | undefined,
  cutRule: CutRule | undefined,
): Promise<Begun> {
  if (destination?.kind === 'search') {
    const { id } = destination.collection;
    const file = await intake.files[0]?.open();
    if (file) void takeOutsideImage(id, file);
    return { address: outsideQueryPath(id), attach: async () => {} };
  }
  if (destination?.kind !== 'add') return begun(await startIndexing(toRequest(intake, form)));
  const { collection, folder } = destination;
  if (folder === undefined) return begun(collection.id, await addFurtherFolder(collection.id, intake, cutRule));
  await addToCollection(collection.id, intake, { folder, cutRule });
  return begun(collection.id, folder);
}

/** @param folder By its name in the collection; empty for the first. */
function begun(collectionId: string, folder = ''): Begun {
  return { address: collectionPath(collectionId), attach: (table) => table.attachTo(collectionId, folder) };
}
