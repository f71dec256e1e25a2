/** The page's end of the evaluation worker, which lives as long as one evaluation: its memory is free afterwards. */
import { profileKey } from '../../barcode/profile.ts';
import { AppError, isAbort, toErrorReport } from '../../base/errors.ts';
import { Connection } from '../../base/rpc.ts';
import type { Choices, Evaluation } from '../../evaluation/evaluation.ts';
import type { EvaluationWorker } from '../../search/evaluation/evaluation-worker.ts';
import { evaluationStore } from './evaluation-store.ts';

let running: AbortController | undefined;

/** Evaluates a collection, ending an evaluation under way; progress, figures and failures show in evaluationStore. */
export function startEvaluation(collectionId: string, choices: Choices): Promise<void> {
  forgetOthers(collectionId);
  return run(async (signal) => keep(await evaluateInWorker(collectionId, choices, signal)));
}

/**
 * Evaluates another collection of the same images in the same way, to stand beside the newest evaluation. What fails shows
 * in evaluationStore: evaluation-other-images when they are not the same, or have other labels.
 */
export function compareWith(otherId: string): Promise<void> {
  const [newest] = evaluationStore.getState().evaluations;
  if (!newest) return Promise.resolve();
  const { protocol, layers, voters, withoutDuplicates, sourcePattern } = newest;
  return run(async (signal) => {
    const choices = { protocol, layers, voters, withoutDuplicates, sourcePattern };
    const other = await evaluateInWorker(otherId, choices, signal);
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
  evaluationStore.setState({ progress: 0, error: undefined });
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

/** Figures of another collection make room. */
export function forgetOthers(collectionId: string): void {
  if (evaluationStore.getState().collectionId === collectionId) return;
  cancelEvaluation();
  evaluationStore.setState({ collectionId, evaluations: [], compared: [], error: undefined });
}

async function evaluateInWorker(collectionId: string, choices: Choices, signal: AbortSignal): Promise<Evaluation> {
  const connection = new Connection<EvaluationWorker>(
    new Worker(new URL('../../search/evaluation/evaluation.worker.ts', import.meta.url), {
      type: 'module',
      name: 'evaluation',
    }),
  );
  try {
    return await connection.remote.evaluate(
      { collectionId, ...choices },
      { signal, onProgress: ({ share }) => signal.aborted || evaluationStore.setState({ progress: share }) },
    );
  } finally {
    connection.destroy();
  }
}

function keep(evaluation: Evaluation): void {
  const { evaluations } = evaluationStore.getState();
  const others = evaluations.filter(({ protocol }) => protocol.kind !== evaluation.protocol.kind);
  evaluationStore.setState({ evaluations: [evaluation, ...others], compared: [] });
}
