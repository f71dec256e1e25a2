/** Begins, pauses, resumes and ends indexing runs. One run at a time in this tab, one writing tab at a time. */
import {
  NAMED_SETTINGS,
  type NamedProfile,
  type ProfileName,
  type ProfileSettings,
  profileWith,
} from '../../barcode/profile.ts';
import { AppError, isAbort, toErrorReport } from '../../base/errors.ts';
import {
  createCollection,
  finishRun,
  getCollection,
  listCollections,
  markUnfinished,
  setCutRule,
  setIntakeChoice,
} from '../../library/collections.ts';
import { freeName } from '../../library/free-name.ts';
import { readLabelsByHand } from '../../library/patches.ts';
import { askForPersistence } from '../../library/persist.ts';
import type {
  AddedFolder,
  CollectionRecord,
  CutRule,
  LabelRule,
  Origin,
  PatchRecord,
  SourceRule,
} from '../../library/schema.ts';
import { withWriterLock } from '../../library/writer-lock.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { refreshCollections } from '../collection/collections-list.ts';
import { refreshOpenCollection, showStored } from '../collection/open-collection.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { slideReaders } from '../decoding/slide-reader-pool.ts';
import { deviceStore } from '../device/device-store.ts';
import { encoder } from '../device/encoder-host.ts';
import { findIntake } from '../intake/find-intake.ts';
import { FIRST_FOLDER, nameForNew, placeInFolder } from '../intake/folders.ts';
import type { Intake } from '../intake/intake.ts';
import { rememberIntake } from '../intake/session-intakes.ts';
import { defaultCut } from '../slides/default-cut.ts';
import { slideInspector } from '../slides/inspect-slides.ts';
import { rememberSpeed } from './estimate.ts';
import { hiddenNames } from './hidden-names.ts';
import { type IndexingPhase, type IndexingState, indexingStore } from './indexing-store.ts';
import { itemsOf } from './items-of.ts';
import { PauseGate } from './pipeline.ts';
import { IndexingRun } from './run.ts';

export interface IndexingRequest {
  readonly intake: Intake;
  readonly name: string;
  readonly profileName: ProfileName;
  readonly settings: ProfileSettings;
  readonly labelRule: LabelRule;
  readonly sourceRule: SourceRule;
  /** How the intake's slides are cut, if it has any. */
  readonly cutRule?: CutRule;
  /** The collection whose labels given by hand are taken over. */
  readonly labelsFrom?: string;
  /** Folders that the intake joins to the first, by their names in the paths. */
  readonly added?: readonly AddedFolder[];
}

interface ActiveRun {
  readonly gate: PauseGate;
  readonly abort: AbortController;
  collectionId: string | undefined;
  /** Settles, without an error, when the run has ended in whatever way. */
  ended: Promise<void>;
}

/** How often the screens hear of progress, in milliseconds. */
const PROGRESS_EVERY_MS = 250;

let active: ActiveRun | undefined;

/**
 * Makes a collection and indexes `intake` into it. Where a collection has the name already, the new one gets a number behind it.
 * @returns The collection's id, as soon as it exists; the run goes on.
 * @throws AppError run-under-way, another-tab-writes, nothing-to-index, and what starting the encoder or storing throws.
 */
export function startIndexing(request: IndexingRequest): Promise<string> {
  const { intake, name, profileName, settings, labelRule, sourceRule, cutRule, labelsFrom, added } = request;
  const folder = added ? undefined : FIRST_FOLDER;
  return begin(intake, name, { cutRule, labelsFrom, folder }, async () => {
    const { weightsId } = await encoder().ready();
    const profile = profileWith(settings, weightsId);
    const origin = originOf(intake);
    const named = freeName(name, await listCollections());
    const rules = { labelRule, sourceRule, ...(added && { added }) };
    const collection = await createCollection({ name: named, profileName, profile, origin, ...rules });
    askForPersistence();
    return collection;
  });
}

/**
 * Indexes what is new or changed in `intake`, or was deleted, into a collection that exists. Throws as `startIndexing` does.
 * @param folder Which of the collection's folders it is, by its name there (engine/intake/folders.ts).
 * @param cutRule How slides are cut, if the collection has none yet.
 */
export async function addToCollection(
  collectionId: string,
  intake: Intake,
  { folder = FIRST_FOLDER, cutRule }: { readonly folder?: string; readonly cutRule?: CutRule | undefined } = {},
): Promise<void> {
  const collection = await getCollection(collectionId);
  const placed = placeInFolder(intake, folder);
  const marks = { cutRule, bringsBack: true, folder };
  await begin(placed, collection.name, marks, () => Promise.resolve(collection));
}

/** Indexes a folder that the collection has not had yet, beside what is there: its paths begin with its name. Otherwise as `addToCollection`. @returns That name. */
export async function addFurtherFolder(collectionId: string, intake: Intake, cutRule?: CutRule): Promise<string> {
  const folder = await nameForNew(intake, await getCollection(collectionId));
  await addToCollection(collectionId, intake, { folder, cutRule });
  return folder;
}

/**
 * Goes on with a run that was stopped, by an error or by closing the tab. Call it from a click: the browser may ask for
 * permission to read the folder.
 * @returns `needs-folder` when the folder has to be dropped again.
 */
export async function resumeRun(collectionId: string): Promise<'started' | 'needs-folder'> {
  const collection = await getCollection(collectionId);
  const { bringsBack = false, folder } = collection.unfinished ?? {};
  const intake = await findIntake(collection, folder);
  if (!intake) return 'needs-folder';
  await begin(intake, collection.name, { bringsBack, folder }, () => Promise.resolve(collection));
  return 'started';
}

/**
 * Indexes the images of a collection once more, into a new collection with another profile. Labels given by hand are taken over.
 * @param given Its folder, as a person gave it again; undefined looks for it as `resumeRun` does.
 */
export async function reindexWithProfile(
  collectionId: string,
  profileName: NamedProfile,
  given?: Intake,
): Promise<'started' | 'needs-folder'> {
  const collection = await getCollection(collectionId);
  const { name, labelRule, sourceRule, added } = collection;
  const intake = await findIntake(collection, undefined, given);
  if (!intake) return 'needs-folder';
  const suffix = { standard: 'Standard', robust: 'Robust', paper: 'Paper' }[profileName];
  const settings = NAMED_SETTINGS[profileName];
  // The same places on the slides, so that the barcodes can be compared.
  const cutRule = collection.cutRule && { cutRule: collection.cutRule };
  const rules = { labelRule, sourceRule, ...cutRule, ...(added && { added }) };
  const request = { intake, profileName, settings, ...rules, labelsFrom: collectionId };
  await startIndexing({ ...request, name: `${name} (${suffix})` });
  return 'started';
}

export function pauseRun(): void {
  if (!active || active.gate.closed) return;
  active.gate.close();
  update({ phase: 'pausing' });
}

export function continueRun(): void {
  if (!active?.gate.closed) return;
  update({ phase: 'running' });
  active.gate.open();
}

/** Ends the run; what it has stored stays. Resolves when it has ended. */
export async function cancelRun(): Promise<void> {
  active?.abort.abort();
  await active?.ended;
}

/** Ends the run into this collection, if one is under way. */
export async function cancelRunInto(collectionId: string): Promise<void> {
  if (active?.collectionId === collectionId) await cancelRun();
}

/** Takes an ended run off the screen. */
export function dismissRun(): void {
  if (!active) indexingStore.setState({ run: undefined });
}

interface BeginOptions {
  readonly cutRule?: CutRule | undefined;
  readonly bringsBack?: boolean;
  readonly labelsFrom?: string | undefined;
  /** The one that the intake is, by its name in the collection; undefined for all. */
  readonly folder: string | undefined;
}

function begin(
  intake: Intake,
  name: string,
  { cutRule, ...kind }: BeginOptions,
  findCollection: () => Promise<CollectionRecord>,
): Promise<string> {
  if (active) return Promise.reject(new AppError('run-under-way'));
  if (intake.files.length + intake.slides.length === 0) return Promise.reject(new AppError('nothing-to-index'));
  const run: ActiveRun = {
    gate: new PauseGate(),
    abort: new AbortController(),
    collectionId: undefined,
    ended: Promise.resolve(),
  };
  active = run;
  indexingStore.setState({ run: initialState(name, intake.files.length) });
  return new Promise((resolve, reject) => {
    const prepare = async () => {
      const found = await settleChoice(await settleCut(await findCollection(), intake, cutRule), intake);
      const hidden = hiddenNames(intake, found.unfinished);
      const marks = { ...kind, hidden: hidden.noted };
      const collection = await markUnfinished(found.id, intake.files.length, originOf(intake), marks);
      refreshOpenCollection(collection);
      if (kind.folder !== undefined) rememberIntake(collection.id, intake, kind.folder);
      run.collectionId = collection.id;
      const { id, name: collectionName } = collection;
      update({ collectionId: id, collectionName, unfindable: hidden.unfindable, phase: 'running' });
      await refreshCollections();
      resolve(collection.id);
      return collection;
    };
    run.ended = withWriterLock(async () => index(await prepare(), intake, run))
      .catch(async (thrown) => {
        reject(thrown);
        if (run.collectionId === undefined) indexingStore.setState({ run: undefined });
        else await end('stopped', thrown);
      })
      .finally(() => {
        active = undefined;
        return refreshCollections();
      });
  });
}

/** What is read again later is chosen from as this is. */
async function settleChoice(collection: CollectionRecord, { choice }: Intake): Promise<CollectionRecord> {
  return choice ? setIntakeChoice(collection.id, choice) : collection;
}

/** The first slides of a collection settle how all of its slides are cut. */
async function settleCut(
  collection: CollectionRecord,
  { slides }: Intake,
  cutRule: CutRule | undefined,
): Promise<CollectionRecord> {
  if (slides.length === 0 || collection.cutRule) return collection;
  return setCutRule(collection.id, cutRule ?? defaultCut(collection.profile.size));
}

async function index(collection: CollectionRecord, intake: Intake, { gate, abort }: ActiveRun): Promise<void> {
  const items = await itemsOf(collection, intake, abort.signal, (total) => update({ total }));
  const labelsFrom = collection.unfinished?.labelsFrom;
  const labelsByHand = labelsFrom === undefined ? new Map<string, string>() : await readLabelsByHand(labelsFrom);
  const encodedTogether = batchSize(collection.profile);
  const tools = {
    encoder: encoder(),
    batchSize: encodedTogether,
    readAhead: Math.max(patchReaders().size, slideReaders().size) + encodedTogether,
    labelsByHand,
    onStored: (patches: readonly PatchRecord[], barcodes: readonly Uint8Array<ArrayBuffer>[]) =>
      showStored(collection.id, patches, barcodes),
    onProgress: update,
  };
  try {
    await new IndexingRun(collection, items, tools, gate, abort.signal).work();
    await finishRun(collection.id);
    await end('finished');
    rememberSpeed(collection.profile, indexingStore.getState().run?.patchesPerSecond ?? 0);
  } catch (thrown) {
    if (!isAbort(thrown)) throw thrown;
    await finishRun(collection.id);
    await end('cancelled');
  } finally {
    // Slides still being looked into, ahead of a run that has ended early, are of no use any more.
    abort.abort();
    slideInspector().forget();
  }
}

/** Patches encoded together: several where a GPU gains from it, one where a core does one at a time anyway. */
function batchSize({ size }: ProfileSettings): number {
  const device = deviceStore.getState();
  const isGpu = device.status === 'ready' && device.device.engine === 'webgpu';
  return isGpu && size <= 256 ? 4 : 1;
}

function originOf(intake: Intake): Origin {
  if (intake.kind !== 'folder') return { kind: intake.kind };
  return intake.handle ? { kind: 'folder', handle: intake.handle } : { kind: 'folder' };
}

function initialState(collectionName: string, total: number): IndexingState {
  return {
    collectionId: '',
    collectionName,
    phase: 'preparing',
    done: 0,
    total,
    indexed: 0,
    replaced: 0,
    unchanged: 0,
    failures: [],
    patchesPerSecond: 0,
    secondsLeft: undefined,
    unfindable: 0,
    notices: [],
  };
}

let pending: Partial<IndexingState> = {};
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a change: a new phase at once, mere progress a few times a second. */
function update(change: Partial<IndexingState>): void {
  pending = { ...pending, ...change };
  if (change.phase) flush();
  else timer ??= setTimeout(flush, PROGRESS_EVERY_MS);
}

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  const { run } = indexingStore.getState();
  if (run) indexingStore.setState({ run: { ...run, ...pending } });
  pending = {};
}

/** Shows that the run has ended, once the screens know what is stored: whether anything is left to be gone on with, say. */
async function end(phase: IndexingPhase, thrown?: unknown): Promise<void> {
  await refreshCollections().catch(tellUnforeseen);
  update(thrown === undefined ? { phase } : { phase, error: toErrorReport(thrown) });
}
