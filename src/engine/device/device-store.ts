import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { Device } from '../../encoder/feature-extractor.ts';

/** What encodes, as the page shows it. */
export type DeviceState =
  | { readonly status: 'idle' | 'starting' }
  | {
      readonly status: 'ready';
      readonly device: Device;
      readonly weightsId: string;
      /** False when no trained weights were found and the untrained network stands in. */
      readonly trained: boolean;
    }
  | { readonly status: 'failed'; readonly error: ErrorReport };

export const deviceStore = createStore<DeviceState>(() => ({ status: 'idle' }));
