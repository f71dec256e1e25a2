import { type Connection, connectWorker } from '../../base/rpc.ts';
import type { LensTeacher } from '../../search/lens/lens-teacher.ts';

/** A worker that learns from labels. Whoever starts it ends it. */
export function connectLensTeacher(): Connection<LensTeacher> {
  return connectWorker<LensTeacher>(
    () => new Worker(new URL('../../search/lens/lens.worker.ts', import.meta.url), { type: 'module', name: 'lens' }),
  );
}
