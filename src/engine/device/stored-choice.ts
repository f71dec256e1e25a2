import type { EngineChoice } from '../../encoder/feature-extractor.ts';

const KEY = 'gramscope.engine';
const CHOICES: readonly EngineChoice[] = ['auto', 'webgpu', 'wasm'];

/** The engine that a person chose under Settings; `auto` until then. */
export function readStoredChoice(): EngineChoice {
  const stored = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === stored) ?? 'auto';
}

export function storeEngineChoice(choice: EngineChoice): void {
  localStorage.setItem(KEY, choice);
}
