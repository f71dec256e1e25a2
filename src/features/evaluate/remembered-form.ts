/** The protocol that was last chosen for each collection, so that it is there again after a look elsewhere or a reload. */
import * as v from 'valibot';
import { ALL_LAYERS } from '../../barcode/profile.ts';
import { parseOr, readJson } from '../../base/parse.ts';
import { VOTER_CHOICES } from '../../evaluation/evaluation.ts';
import { type EvaluationForm, FOLD_CHOICES } from './choices.ts';

const KEY = 'gramscope.evaluation';

/** Collections that are remembered; those not evaluated for longest are forgotten first. */
const MOST = 50;

/** @param initial Stands in for every field that was not stored, or can no longer be chosen. */
export function rememberedForm(collectionId: string, initial: EvaluationForm): EvaluationForm {
  const stored = readAll().find(([id]) => id === collectionId)?.[1];
  return stored === undefined ? initial : parseForm(stored, initial);
}

export function rememberForm(collectionId: string, form: EvaluationForm): void {
  const others = readAll().filter(([id]) => id !== collectionId);
  try {
    localStorage.setItem(KEY, JSON.stringify([[collectionId, form], ...others].slice(0, MOST)));
  } catch {
    // Full, or not allowed: the form is then remembered by nobody, and nothing else is lost.
  }
}

/** Newest first. */
const storedSchema = v.array(v.tuple([v.string(), v.unknown()]));

function readAll(): [collectionId: string, form: unknown][] {
  return parseOr(storedSchema, readJson(localStorage.getItem(KEY) ?? ''), []);
}

/** Field by field: an older version, or a person, may have stored anything. */
export function parseForm(stored: unknown, initial: EvaluationForm): EvaluationForm {
  const schema = v.object({
    kind: v.fallback(v.picklist(['folds', 'leave-out', 'split']), initial.kind),
    k: v.fallback(v.picklist(FOLD_CHOICES), initial.k),
    seed: v.fallback(v.string(), initial.seed),
    pattern: v.fallback(v.string(), initial.pattern),
    cases: v.fallback(
      v.picklist(initial.cases === 'collection' ? ['collection', 'pattern'] : ['pattern']),
      initial.cases,
    ),
    target: v.fallback(v.string(), initial.target),
    train: v.fallback(v.string(), initial.train),
    test: v.fallback(v.string(), initial.test),
    layers: v.fallback(v.array(v.picklist(ALL_LAYERS)), []),
    voters: v.fallback(v.picklist(VOTER_CHOICES.map(String)), initial.voters),
    withoutDuplicates: v.fallback(v.boolean(), initial.withoutDuplicates),
    draws: v.fallback(v.boolean(), initial.draws),
    withLens: v.fallback(v.boolean(), initial.withLens),
  });
  const form = parseOr(schema, stored, initial);
  const layers = initial.layers.filter((layer) => form.layers.includes(layer));
  return { ...form, layers: layers.length > 0 ? layers : initial.layers };
}
