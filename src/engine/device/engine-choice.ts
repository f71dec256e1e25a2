import type { EngineChoice } from '../../encoder/feature-extractor.ts';
import { encoder } from './encoder-host.ts';
import { readStoredChoice, storeEngineChoice } from './stored-choice.ts';

/** The engine that a person chose; `auto` until then. */
export function getEngineChoice(): EngineChoice {
  return readStoredChoice();
}

/** Remembers the choice and starts the encoder afresh on it; a batch under way is tried again there. */
export function setEngineChoice(choice: EngineChoice): void {
  storeEngineChoice(choice);
  encoder().restart();
  // A failure shows in deviceStore.
  encoder()
    .ready()
    .catch(() => {});
}
