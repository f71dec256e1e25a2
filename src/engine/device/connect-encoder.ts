import { connectWithCrew } from '../../base/crew.ts';
import type { Connection } from '../../base/rpc.ts';
import type { EncoderService } from '../../encoder/encoder-service.ts';

/** Starts an encoder, and the threads that it asks for. Whoever starts it ends it. */
export function connectEncoder(): Connection<EncoderService> {
  return connectWithCrew<EncoderService>(
    () => new Worker(new URL('../../encoder/encoder.worker.ts', import.meta.url), { type: 'module', name: 'encoder' }),
    makeEncoderThread,
  );
}

/** What an encoder's crew is made of. */
export function makeEncoderThread(): Worker {
  return new Worker(new URL('../../encoder/wasm/thread.worker.ts', import.meta.url), {
    type: 'module',
    name: 'encoder-thread',
  });
}
