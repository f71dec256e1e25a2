import * as v from 'valibot';
import { parseOr } from '../../base/parse.ts';
import type { EngineChoice } from '../../encoder/feature-extractor.ts';

const KEY = 'gramscope.engine';
const choiceSchema: v.GenericSchema<unknown, EngineChoice> = v.picklist(['auto', 'webgpu', 'wasm']);

/** The engine that a person chose under Settings; `auto` until then. */
export function readStoredChoice(): EngineChoice {
  return parseOr(choiceSchema, localStorage.getItem(KEY), 'auto');
}

export function storeEngineChoice(choice: EngineChoice): void {
  localStorage.setItem(KEY, choice);
}
