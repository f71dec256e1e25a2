import type { Patch } from '../../columns/patch-chunk.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';

/** Whether the labelled patches of a collection are not those any more, or not as labelled, that were evaluated. */
export function isOutdated(
  { patchIds, samples }: Pick<Evaluation, 'patchIds' | 'samples'>,
  labelled: readonly Pick<Patch, 'id' | 'label'>[],
): boolean {
  return (
    labelled.length !== samples.length ||
    labelled.some(({ id, label }, at) => patchIds[at] !== id || samples[at]?.label !== label)
  );
}
