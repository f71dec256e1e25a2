/** The page's end of the evaluation worker, which lives as long as one evaluation: its memory is free afterwards. */
import { isAbort, toErrorReport } from '../../base/errors.ts';
import { Connection } from '../../base/rpc.ts';
import type { Choices, Evaluation } from '../../evaluation/evaluation.ts';
import { evaluationStore } from './evaluation-store.ts';
import type { EvaluationWorker } from './evaluation-worker.ts';

let running: AbortController | undefined;

/** Evaluates a collection, ending an evaluation under way; progress, figures and failures show in evaluationStore. */
export async function startEvaluation(collectionId: string, choices: Choices): Promise<void> {
  cancelEvaluation();
  const controller = new AbortController();
  running = controller;
  forgetOthers(collectionId);
  evaluationStore.setState({ progress: 0, error: undefined });
  try {
    keep(await evaluateInWorker(collectionId, choices, controller.signal));
  } catch (thrown) {
    if (!isAbort(thrown) && running === controller) evaluationStore.setState({ error: toErrorReport(thrown) });
  } finally {
    if (running === controller) {
      running = undefined;
      evaluationStore.setState({ progress: undefined });
    }
  }
}

export function cancelEvaluation(): void {
  running?.abort();
}

/** Figures of another collection make room. */
export function forgetOthers(collectionId: string): void {
  if (evaluationStore.getState().collectionId === collectionId) return;
  cancelEvaluation();
  evaluationStore.setState({ collectionId, evaluations: [], error: undefined });
}

async function evaluateInWorker(collectionId: string, choices: Choices, signal: AbortSignal): Promise<Evaluation> {
  const connection = new Connection<EvaluationWorker>(
    new Worker(new URL('./evaluation.worker.ts', import.meta.url), { type: 'module', name: 'evaluation' }),
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
  evaluationStore.setState({ evaluations: [evaluation, ...others] });
}
