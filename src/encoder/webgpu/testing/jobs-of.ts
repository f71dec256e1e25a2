import type { Job, KernelName } from '../jobs.ts';
import type { Step } from '../plan.ts';

/** The jobs of all steps that one kernel does. */
export function jobsOf<Name extends KernelName>(steps: readonly Step[], kernel: Name): Job<Name>[] {
  return steps.filter((step) => step.kernel === kernel).map(({ job }) => job as Job<Name>);
}
