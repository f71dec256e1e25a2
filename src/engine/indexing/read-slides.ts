/**
 * Slides as patches to read. A slide that cannot be read is one line in the report, and so is one that breaks midway: how
 * many of its patches are missing, and why the first of them is.
 */
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import type { ShownChannels, SlideArea, SlideInfo } from '../../base/slide.ts';
import { patchPath } from '../../library/patch-path.ts';
import type { CutRule, SlideRecord } from '../../library/schema.ts';
import type { SlideReaderPool } from '../decoding/slide-reader-pool.ts';
import type { FoundSlide } from '../intake/intake.ts';
import { areaAt } from '../slides/cut.ts';
import type { SlideInspector } from '../slides/inspect-slides.ts';
import { openFoundSlide } from '../slides/open-slide.ts';
import { planSlide, type SlidePlan, stampOf } from '../slides/plan-slide.ts';
import { toldStains } from '../stains/stain-groups.ts';
import { type FileStamp, isSame, type ReadItem, type ReadOutcome } from './read-files.ts';

export interface SlideReading {
  readonly rule: CutRule;
  /** Pixels of a side that the network wants. */
  readonly size: number;
  /** Patches and slides that are stored already, by path. */
  readonly known: ReadonlyMap<string, FileStamp>;
  readonly stored: ReadonlyMap<string, Pick<SlideRecord, keyof FileStamp | 'cut' | 'patchCount' | 'info'>>;
  readonly readers: Pick<SlideReaderPool, 'readPatch' | 'estimateStains'>;
  /** Whether stains are normalised, slide by slide. */
  readonly normalises: boolean;
  readonly inspector: Pick<SlideInspector, 'describe' | 'findTissue'>;
  /** Called before the first patch of a slide is read. */
  readonly store: (slide: SlidePlan['record']) => Promise<void>;
  /** Called when it has become known how many patches a slide has, unless the run has ended. */
  readonly onPlanned: () => void;
  readonly signal: AbortSignal;
}

type Planned =
  | { readonly kind: 'patches'; readonly plan: SlidePlan }
  | { readonly kind: 'outcome'; readonly outcome: ReadOutcome; readonly patches: number };

/** A slide is given up when so many of its patches in a row cannot be read: each may take as long as a reader is given. */
const MOST_IN_A_ROW = 5;

export class SlideItems {
  readonly #reading: SlideReading;
  /** One after another, ahead of what is read. */
  readonly #planned: readonly Promise<Planned>[];
  #total = 0;

  constructor(slides: readonly FoundSlide[], reading: SlideReading) {
    this.#reading = reading;
    let last: Promise<unknown> = Promise.resolve();
    this.#planned = slides.map((slide) => {
      const planning = last.then(() => this.#plan(slide));
      last = planning;
      return planning;
    });
  }

  /** Patches of the slides looked into so far; a slide that cannot be read counts as one. */
  get total(): number {
    return this.#total;
  }

  /** Resolves when `total` is final. */
  async allPlanned(): Promise<void> {
    await Promise.all(this.#planned);
  }

  /** @throws What storing a slide throws; the signal's reason when aborted. */
  async *items(): AsyncGenerator<ReadItem> {
    const { signal } = this.#reading;
    for (const planning of this.#planned) {
      const planned = await unlessAborted(planning, signal);
      if (planned.kind === 'patches') yield* this.#patchesOf(planned.plan);
      else yield async () => planned.outcome;
    }
  }

  async #plan(found: FoundSlide): Promise<Planned> {
    const planned = await this.#planOrFail(found);
    this.#total += planned.kind === 'patches' ? planned.plan.record.patchCount : planned.patches;
    if (!this.#reading.signal.aborted) this.#reading.onPlanned();
    return planned;
  }

  async #planOrFail(found: FoundSlide): Promise<Planned> {
    const { path } = found;
    let stamp: FileStamp = { fileSize: 0, fileModified: 0 };
    try {
      this.#reading.signal.throwIfAborted();
      stamp = stampOf(await openFoundSlide(found));
      const unchanged = this.#countUnchanged(found, stamp);
      if (unchanged > 0) {
        return { kind: 'outcome', outcome: { kind: 'unchanged', patches: unchanged }, patches: unchanged };
      }
      const plan = await planSlide(found, this.#reading.rule, this.#reading.inspector);
      return { kind: 'patches', plan: await this.#withStains(plan) };
    } catch (thrown) {
      const error = toErrorReport(thrown, 'file-unreadable');
      return { kind: 'outcome', outcome: { kind: 'failed', path, error, ...stamp }, patches: 1 };
    }
  }

  async #withStains(plan: SlidePlan): Promise<SlidePlan> {
    const { normalises, readers, signal } = this.#reading;
    if (!normalises) return plan;
    return { ...plan, record: { ...plan.record, stains: await readers.estimateStains(plan.open, signal) } };
  }

  /** The patches of a slide of which all are stored; 0 when any is missing or the slide has changed. */
  #countUnchanged({ path, channels }: FoundSlide, stamp: FileStamp): number {
    const { known, rule } = this.#reading;
    const stored = this.#reading.stored.get(path);
    if (!stored || !isSame(stored, stamp) || !isCutBy(stored.cut, rule)) return 0;
    if (!showsSame(stored.info, channels)) return 0;
    let patches = 0;
    for (const [knownPath, knownStamp] of known) {
      if (knownPath.startsWith(`${path}#`) && isSame(knownStamp, stamp)) patches++;
    }
    return patches >= stored.patchCount ? stored.patchCount : 0;
  }

  async *#patchesOf(plan: SlidePlan): AsyncGenerator<ReadItem> {
    const { stored, rule } = this.#reading;
    const former = stored.get(plan.record.path);
    const isAsBefore = former && isCutBy(former.cut, rule) && showsSame(former.info, plan.open.channels);
    const known = isAsBefore ? this.#reading.known : undefined;
    await this.#reading.store(plan.record);
    const losses = new Losses(plan);
    const { grid, places } = plan.patches;
    for (const at of places) yield () => this.#readPatch(plan, areaAt(grid, at), known, losses);
  }

  async #readPatch(
    { open, record }: SlidePlan,
    area: SlideArea,
    known: ReadonlyMap<string, FileStamp> | undefined,
    losses: Losses,
  ): Promise<ReadOutcome> {
    const { readers, size, signal } = this.#reading;
    const { fileSize, fileModified, cut } = record;
    const stains = toldStains(record.stains);
    const path = patchPath(record.path, area);
    const former = known?.get(path);
    if (isSame(former, record)) return { kind: 'unchanged', patches: 1 };
    if (losses.isGivenUp) return losses.addAnother();
    try {
      signal.throwIfAborted();
      const patch = await readers.readPatch(open, area, cut.patchSize, { size, stains }, signal);
      losses.interrupt();
      return { kind: 'read', path, ...(former && { isReplacing: true }), area, patch, fileSize, fileModified };
    } catch (thrown) {
      return losses.add(toErrorReport(thrown, 'file-unreadable'));
    }
  }
}

/** The patches of a slide that could not be read. */
class Losses {
  readonly #plan: SlidePlan;
  #first: ErrorReport | undefined;
  #count = 0;
  #inARow = 0;

  constructor(plan: SlidePlan) {
    this.#plan = plan;
  }

  get isGivenUp(): boolean {
    return this.#inARow >= MOST_IN_A_ROW;
  }

  /** Notes that a patch could be read. */
  interrupt(): void {
    this.#inARow = 0;
  }

  add(error: ErrorReport): ReadOutcome {
    this.#first ??= error;
    this.#inARow++;
    return this.addAnother();
  }

  /** One that was not even tried. */
  addAnother(): ReadOutcome {
    this.#count++;
    const { path, fileSize, fileModified, patchCount } = this.#plan.record;
    const { code = 'unexpected', detail = '' } = this.#first ?? {};
    const missing = `${this.#count} of ${patchCount} patches`;
    const error = { code, detail: detail ? `${missing}: ${detail}` : missing };
    return { kind: 'failed', path, error, fileSize, fileModified };
  }
}

function isCutBy(cut: SlideRecord['cut'], rule: CutRule): boolean {
  return cut.patchSize === rule.patchSize && cut.leastTissue === rule.leastTissue;
}

/** Whether a slide that is stored was read in the channels that are wanted; slides of one channel always were. */
function showsSame({ channels }: SlideInfo, wanted: ShownChannels = 0): boolean {
  return channels === undefined || channels.shown === wanted;
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
