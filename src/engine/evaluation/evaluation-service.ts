/** The page's end of the evaluation worker, which lives as long as one evaluation: its memory is free afterwards. */
import { profileKey } from '../../barcode/profile.ts';
import { AppError, isAbort, toErrorReport } from '../../base/errors.ts';
import { connectWorker, type Remote } from '../../base/rpc.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { casesByPath, wordsByPath } from '../../columns/cases.ts';
import type { Choices, Evaluation } from '../../evaluation/evaluation.ts';
import { pairsCompared } from '../../evaluation/pairs-compared.ts';
import { getCollection } from '../../library/collections.ts';
import type {
  EvaluationProgress,
  EvaluationSpeed,
  EvaluationWorker,
  Told,
} from '../../search/evaluation/evaluation-worker.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { evaluationStore } from './evaluation-store.ts';
import { measureCosts } from './measure-costs.ts';

let running: AbortController | undefined;

/** Evaluates a collection, ending an evaluation under way; progress, figures and failures show in evaluationStore. */
export function startEvaluation(collectionId: string, choices: Choices): Promise<void> {
  forgetOthers(collectionId);
  return run(async (signal) =>
    keep(await evaluateInWorker(collectionId, choices, told(collectionId, choices), signal)),
  );
}

/** What the open collection's tables and its rule for cases say of its patches, where the choices ask for it. */
function told(collectionId: string, { target, protocol, sourcePattern }: Choices): Told {
  const table = currentCollection(collectionId)?.patches.table;
  const pattern = protocol.kind === 'leave-out' ? protocol.pattern : sourcePattern;
  return {
    ...(table?.column(CASE_COLUMN) && pattern === undefined && { cases: casesByPath(table) }),
    ...(table && target !== undefined && { targets: wordsByPath(table, target) }),
  };
}

/**
 * Evaluates another collection of the same images in the same way, to stand beside the newest evaluation. What fails shows
 * in evaluationStore: evaluation-other-images when they are not the same, or have other labels.
 */
export function compareWith(otherId: string): Promise<void> {
  const [newest] = evaluationStore.getState().evaluations;
  if (!newest) return Promise.resolve();
  const { protocol, layers, voters, withoutDuplicates, sourcePattern, target, draw, samples, sources } = newest;
  return run(async (signal) => {
    const choices = { protocol, layers, voters, withoutDuplicates, sourcePattern, target, draw };
    // The tables are this collection's: what they say of an image holds for it in the other one.
    const same = {
      ...(sources && { cases: new Map(samples.map(({ path }, at) => [path, sources[at] ?? path])) }),
      ...(target !== undefined && { targets: new Map(samples.map(({ path, label }) => [path, label])) }),
    };
    const other = await evaluateInWorker(otherId, choices, same, signal);
    if (namesOf(other) !== namesOf(newest)) throw new AppError('evaluation-other-images');
    const { compared } = evaluationStore.getState();
    const kept = compared.filter(({ profile }) => profileKey(profile) !== profileKey(other.profile));
    evaluationStore.setState({ compared: [...kept, other] });
  });
}

/** One at a time: what is under way ends. */
async function run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  cancelEvaluation();
  const controller = new AbortController();
  running = controller;
  evaluationStore.setState({ progress: { step: 'reading', share: 0 }, error: undefined });
  try {
    await work(controller.signal);
  } catch (thrown) {
    if (!isAbort(thrown) && running === controller) evaluationStore.setState({ error: toErrorReport(thrown) });
  } finally {
    if (running === controller) {
      running = undefined;
      evaluationStore.setState({ progress: undefined });
    }
  }
}

/** The images and their labels, in whatever order they were indexed. */
function namesOf({ samples }: Evaluation): string {
  return JSON.stringify(samples.map(({ path, label }) => `${path}\n${label}`).sort());
}

export function cancelEvaluation(): void {
  running?.abort();
}

/** What an earlier attempt came to is over once the protocol is another one, or its screen was left. */
export function dropError(): void {
  if (evaluationStore.getState().error) evaluationStore.setState({ error: undefined });
}

/** Figures of another collection make room. */
export function forgetOthers(collectionId: string): void {
  if (evaluationStore.getState().collectionId === collectionId) return;
  cancelEvaluation();
  evaluationStore.setState({ collectionId, speed: undefined, evaluations: [], compared: [], error: undefined });
}

/** Measures what an evaluation of the collection takes on this device; what comes of it shows in evaluationStore. */
export async function measureEvaluation(collectionId: string): Promise<void> {
  forgetOthers(collectionId);
  if (evaluationStore.getState().speed) return;
  const speed = await withWorker((worker) => worker.measure({ collectionId }));
  if (evaluationStore.getState().collectionId === collectionId) evaluationStore.setState({ speed });
}

/**
 * Seconds that an evaluation takes, about.
 * @param patches In the collection.
 * @param labelled Those that have a label.
 * @param queries How many of them are queries.
 */
export function evaluationSeconds(speed: EvaluationSpeed, patches: number, labelled: number, queries: number): number {
  return patches * speed.patch + pairsCompared(queries, labelled) * speed.pair;
}

async function evaluateInWorker(
  collectionId: string,
  choices: Choices,
  known: Told,
  signal: AbortSignal,
): Promise<Evaluation> {
  const onProgress = (progress: EvaluationProgress) => {
    if (!signal.aborted) evaluationStore.setState({ progress });
  };
  const request = { collectionId, told: known, ...choices };
  const evaluation = await withWorker((worker) => worker.evaluate(request, { signal, onProgress }));
  const costs = await measureCosts(await getCollection(collectionId), evaluation.patchIds, signal);
  return { ...evaluation, costs };
}

async function withWorker<Result>(work: (worker: Remote<EvaluationWorker>) => Promise<Result>): Promise<Result> {
  const connection = connectWorker<EvaluationWorker>(
    () =>
      new Worker(new URL('../../search/evaluation/evaluation.worker.ts', import.meta.url), {
        type: 'module',
        name: 'evaluation',
      }),
  );
  try {
    return await work(connection.remote);
  } finally {
    connection.destroy();
  }
}

function keep(evaluation: Evaluation): void {
  const { evaluations } = evaluationStore.getState();
  const others = evaluations.filter(({ protocol }) => protocol.kind !== evaluation.protocol.kind);
  evaluationStore.setState({ evaluations: [evaluation, ...others], compared: [] });
}
