import type { LayerNumber, Profile } from '../../barcode/profile.ts';
import { patternProblem } from '../../base/patterns.ts';
import type { Choices } from '../../evaluation/evaluation.ts';
import { type Sample, sourceMatcher } from '../../evaluation/partition.ts';
import type { Protocol } from '../../evaluation/protocol.ts';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import type { Division } from './division.ts';

/** What the form holds: every field as it is written, whichever protocol is chosen. */
export interface EvaluationForm {
  readonly kind: Protocol['kind'];
  readonly k: string;
  readonly seed: string;
  readonly pattern: string;
  /** Where cases are not told by a pattern: those of the collection, or those of `pattern`. */
  readonly cases: 'collection' | 'pattern';
  /** The column that is retrieved; empty for the label. */
  readonly target: string;
  readonly train: string;
  readonly test: string;
  readonly layers: readonly LayerNumber[];
  readonly voters: string;
  readonly withoutDuplicates: boolean;
  /** DRAWN_QUERIES patches are the queries, and not all. */
  readonly draws: boolean;
  readonly withLens: boolean;
}

/** Enough that a share is known to 1.4 points (`drawnMargin`), whatever the size of the collection. */
export const DRAWN_QUERIES = 5_000;

/** What every part of the form gets. */
export interface FormPart {
  readonly form: EvaluationForm;
  readonly change: (part: Partial<EvaluationForm>) => void;
}

export const FOLD_CHOICES = ['3', '5', '10'];

/** A folder's images belong together where the collection says so; its path without the name is then the group. */
const FOLDER_PATTERN = '^.*/';

/** Of what was cut from a slide, the slide's own path: behind it stands where the patch lies. */
const SLIDE_PATTERN = '^[^#]+';

type Known = Pick<CollectionRecord, 'sourceRule' | 'cutRule'> & { readonly profile: Pick<Profile, 'layers'> };

/**
 * The pattern is what the collection knows of its slides. Where that makes several sources, leaving one out comes first: it is
 * what a new source will be like. Where sources are not known, the paper's random folds are all there is.
 * @param samples The labelled patches.
 */
export function initialForm(
  { sourceRule, cutRule, profile: { layers } }: Known,
  samples: readonly Sample[],
): EvaluationForm {
  const pattern = patternOf(sourceRule) ?? (cutRule ? SLIDE_PATTERN : '');
  const cases = namesOwnCases(sourceRule) ? 'collection' : 'pattern';
  const isUsable = cases === 'collection' || sourceProblem(pattern) === undefined;
  const hasSources = isUsable && hasSeveralSources(samples, casePattern({ cases, pattern }));
  return {
    kind: hasSources ? 'leave-out' : 'folds',
    k: '5',
    seed: '1',
    pattern,
    cases,
    target: '',
    train: 'train',
    test: 'test',
    layers,
    voters: '3',
    withoutDuplicates: false,
    draws: false,
    withLens: false,
  };
}

/** Most patches that are looked at for a second source: drawn evenly, so that it costs the same in every collection. */
const MOST_LOOKED_AT = 2_000;

function hasSeveralSources(samples: readonly Sample[], pattern: string | undefined): boolean {
  const match = sourceMatcher(pattern);
  const looked = Array.from({ length: Math.min(samples.length, MOST_LOOKED_AT) }, (_, at) => {
    const sample = samples[Math.floor((at * samples.length) / Math.min(samples.length, MOST_LOOKED_AT))] as Sample;
    return match(sample) ?? sample.path;
  });
  return new Set(looked).size > 1;
}

/** Whether the collection's rule makes cases that no pattern on paths tells. */
export function namesOwnCases({ kind }: SourceRule): boolean {
  return kind === 'column' || kind === 'tcga';
}

/** What names cases in paths; undefined for those of the collection. */
export function casePattern({ cases, pattern }: Pick<EvaluationForm, 'cases' | 'pattern'>): string | undefined {
  return cases === 'collection' ? undefined : pattern;
}

function patternOf(rule: SourceRule): string | undefined {
  if (rule.kind === 'pattern') return rule.pattern;
  return rule.kind === 'folder' ? FOLDER_PATTERN : undefined;
}

/** The layers with one of them put in or taken out; the last one stays. */
export function toggleLayer(layers: readonly LayerNumber[], layer: LayerNumber): readonly LayerNumber[] {
  const toggled = layers.includes(layer) ? layers.filter((other) => other !== layer) : [...layers, layer].sort();
  return toggled.length === 0 ? layers : toggled;
}

/** What keeps a field from being used, in words. */
export interface FormProblems {
  readonly seed?: string;
  readonly pattern?: string;
  readonly train?: string;
  readonly test?: string;
}

export function problemsOf(form: EvaluationForm): FormProblems {
  const { kind, seed, draws } = form;
  const needsSeed = kind === 'folds' || draws;
  const hasSeed = /^\d{1,9}$/.test(seed);
  return {
    ...(needsSeed && !hasSeed && { seed: 'A whole number, up to nine digits.' }),
    ...(kind === 'leave-out' && form.cases === 'pattern' && patternProblems(form)),
    ...(kind === 'split' && folderProblems(form)),
  };
}

function patternProblems({ pattern }: EvaluationForm): FormProblems {
  const problem = sourceProblem(pattern);
  return problem === undefined ? {} : { pattern: problem };
}

function folderProblems({ train, test }: EvaluationForm): FormProblems {
  const missing = 'Name a folder.';
  return { ...(train.trim() === '' && { train: missing }), ...(test.trim() === '' && { test: missing }) };
}

function sourceProblem(pattern: string): string | undefined {
  if (pattern === '') return 'Write what the images of one slide or patient have in common.';
  return patternProblem(pattern);
}

/** Why the protocol, though complete, finds nothing to do among the labelled patches; undefined where it does, or it is not known yet. */
export function nothingToDo(form: EvaluationForm, division: Division | undefined): string | undefined {
  if (!division || division.hasQueries) return undefined;
  switch (form.kind) {
    case 'folds':
      return 'One labelled patch alone has nothing to be compared with.';
    case 'leave-out':
      return form.cases === 'pattern'
        ? 'The pattern puts all patches into one source, so that none is left to search in.'
        : 'All patches belong to one case, so that none is left to search in.';
    case 'split':
      return 'No images match these training and test folders.';
  }
}

/** Expects a form without problems. */
export function toChoices(form: EvaluationForm): Choices {
  return {
    protocol: toProtocol(form),
    layers: form.layers,
    voters: Number(form.voters),
    withoutDuplicates: form.withoutDuplicates,
    withLens: form.withLens,
    draw: form.draws ? { queries: DRAWN_QUERIES, seed: Number(form.seed) } : undefined,
    sourcePattern: sourceProblem(form.pattern) === undefined ? casePattern(form) : undefined,
    target: form.target === '' ? undefined : form.target,
  };
}

export function toProtocol(form: EvaluationForm): Protocol {
  const { kind, k, seed, train, test } = form;
  if (kind === 'folds') return { kind, k: Number(k), seed: Number(seed) };
  return kind === 'leave-out' ? { kind, pattern: casePattern(form) } : { kind, train: train.trim(), test: test.trim() };
}
