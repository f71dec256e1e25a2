import { NAMED_SETTINGS, type ProfileName, type ProfileSettings, SIZE_RANGE } from '../../barcode/profile.ts';
import { type Dictionary, dictionaryOf } from '../../base/dictionary.ts';
import { inSlices } from '../../base/in-slices.ts';
import { patternProblem } from '../../base/patterns.ts';
import type { IndexingRequest } from '../../engine/indexing/indexing.ts';
import { FIRST_CHOICE } from '../../engine/intake/choose-from.ts';
import type { FoundFile, Intake } from '../../engine/intake/intake.ts';
import { countLabels, deepestFolderLevel, likelyLabelLevel } from '../../engine/intake/labels.ts';
import { freeName } from '../../library/free-name.ts';
import type { CollectionRecord, CutRule, IntakeChoice, SourceRule } from '../../library/schema.ts';
import { sourceNamer } from '../../library/sources.ts';
import { nameProblem } from '../../ui/name-problem.ts';
import { type CutForm, cutRuleOf, FIRST_CUT } from './cut-form.ts';
import { destinationsFor, likeliest, NEW_COLLECTION, type Surroundings } from './destinations.ts';

/** What a person decides before indexing starts. */
export interface ReviewForm {
  /** The value of a destination, or `ANOTHER_COLLECTION`. */
  readonly destination: string;
  /** The id of that other one; undefined for the first of them. */
  readonly another: string | undefined;
  readonly name: string;
  /** 0 for no labels. */
  readonly folderLevel: number;
  /** Labels by the folders that they replace, as written. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly sourceKind: Exclude<SourceRule['kind'], 'column'>;
  readonly pattern: string;
  readonly profileName: ProfileName;
  /** Of the custom profile; the size as it is written, in pixels. */
  readonly custom: Omit<ProfileSettings, 'size' | 'views'> & {
    readonly size: string;
    readonly views: ProfileSettings['views'] | undefined;
  };
  readonly cut: CutForm;
  readonly choice: IntakeChoice;
}

/** What every part of the form gets. */
export interface FormPart {
  readonly form: ReviewForm;
  readonly change: (part: Partial<ReviewForm>) => void;
}

/** Files with a common name, or none, get a name of ours. */
const FILES_NAME = 'My images';

/** The most likely answers: what was dropped before is added to, the first folder level gives the labels. */
export function initialForm(intake: Intake, around: Surroundings): ReviewForm {
  const { collections } = around;
  const destinations = destinationsFor(intake, around);
  const value = likeliest(destinations, around);
  const destination = destinations.find((each) => each.value === value);
  return {
    destination: value,
    another: undefined,
    name: freeName(intake.kind === 'files' ? FILES_NAME : intake.name, collections),
    folderLevel: likelyLabelLevel(itemsOf(intake)),
    renamed: new Map(),
    sourceKind: 'file',
    pattern: '',
    profileName: 'standard',
    custom: { size: '256', sampling: 'full', binarisation: 'per-layer', views: undefined },
    cut: FIRST_CUT,
    choice: (destination?.kind === 'add' && destination.collection.intakeChoice) || FIRST_CHOICE,
  };
}

/** Images and slides alike, by path. */
export function itemsOf({ files, slides }: Intake): readonly { readonly path: string }[] {
  return [...files, ...slides];
}

/** How the slides are cut: as those are that the chosen collection has, or as the form says. */
export function cutRuleFor(form: ReviewForm, destination: CollectionRecord | undefined): CutRule | undefined {
  return destination?.cutRule ?? cutRuleOf(form.cut, destination?.profile.size ?? profileSizeOf(form));
}

/** Pixels of the chosen profile; while a size is being written that cannot be used, those of the Standard one. */
export function profileSizeOf(form: ReviewForm): number {
  return (usableSettingsOf(form) ?? NAMED_SETTINGS.standard).size;
}

/** One choice of where labels come from, with what it would give. */
export interface LabelLevel {
  /** 0 for no labels. */
  readonly level: number;
  readonly title: string;
  readonly labels: number;
}

const ORDINALS = ['First', 'Second', 'Third', 'Fourth', 'Fifth'];

/** Every folder level that could give the labels, shallowest first, then "no labels". */
export function labelLevels(files: readonly Pick<FoundFile, 'path'>[]): LabelLevel[] {
  const deepest = Math.min(deepestFolderLevel(files), ORDINALS.length);
  const levels = ORDINALS.slice(0, deepest).map((ordinal, index) => {
    const level = index + 1;
    const named = countLabels(files, { folderLevel: level, renamed: {} }).filter(({ folder }) => folder !== '');
    return { level, title: `${ordinal} folder level`, labels: named.length };
  });
  return [...levels, { level: 0, title: 'No labels', labels: 0 }];
}

export interface SourceCount {
  readonly sources: number;
  /** Names of the first few sources, as the pattern or folder gives them. */
  readonly examples: readonly string[];
}

/**
 * How many sources (slides or cases) a rule makes of these files.
 * @throws The signal's reason when aborted.
 */
export async function countSources(
  files: readonly Pick<FoundFile, 'path'>[],
  rule: SourceRule,
  signal: AbortSignal,
): Promise<SourceCount> {
  const nameOf = await sourceNamer(rule);
  const names = new Set<string>();
  await inSlices(files, (file) => void names.add(nameOf(file)), signal);
  return { sources: names.size, examples: [...names].slice(0, 3) };
}

/** What keeps the pattern from being used, in words; undefined when nothing does. Expects the patterns' engine. */
export function sourceProblem(pattern: string): string | undefined {
  return pattern === '' ? 'Enter a pattern, or choose one of the examples.' : patternProblem(pattern);
}

export function sourceRuleOf({ sourceKind, pattern }: Pick<ReviewForm, 'sourceKind' | 'pattern'>): SourceRule {
  return sourceKind === 'pattern' ? { kind: 'pattern', pattern } : { kind: sourceKind };
}

/** Whether the form says enough to start, beside these collections. */
export function isComplete(form: ReviewForm, collections: readonly CollectionRecord[]): boolean {
  if (form.destination !== NEW_COLLECTION) return true;
  if (form.profileName === 'custom' && sizeProblem(form.custom.size) !== undefined) return false;
  return (
    nameProblem(form.name, collections) === undefined &&
    (form.sourceKind !== 'pattern' || sourceProblem(form.pattern) === undefined)
  );
}

/** What keeps a size from being used, in words. */
export function sizeProblem(size: string): string | undefined {
  const { least, most } = SIZE_RANGE;
  const isUsable = /^\d+$/.test(size) && Number(size) >= least && Number(size) <= most;
  return isUsable ? undefined : `Enter a whole number from ${least} to ${most}.`;
}

/** What the chosen profile sets. Expects a usable size. */
export function settingsOf({ profileName, custom }: Pick<ReviewForm, 'profileName' | 'custom'>): ProfileSettings {
  if (profileName !== 'custom') return NAMED_SETTINGS[profileName];
  const { size, views, ...settings } = custom;
  return { ...settings, size: Number(size), ...(views && { views }) };
}

/** What the chosen profile sets; undefined while a size is being written that cannot be used. */
export function usableSettingsOf(form: Pick<ReviewForm, 'profileName' | 'custom'>): ProfileSettings | undefined {
  return form.profileName === 'custom' && sizeProblem(form.custom.size) ? undefined : settingsOf(form);
}

export function toRequest(intake: Intake, form: ReviewForm): IndexingRequest {
  const cutRule = intake.slides.length > 0 ? cutRuleFor(form, undefined) : undefined;
  return {
    intake,
    name: form.name.trim(),
    profileName: form.profileName,
    settings: settingsOf(form),
    labelRule: { folderLevel: form.folderLevel, renamed: trulyRenamed(form.renamed) },
    sourceRule: sourceRuleOf(form),
    ...(cutRule && { cutRule }),
  };
}

/** An emptied field means the folder's own name again. */
function trulyRenamed(renamed: ReviewForm['renamed']): Dictionary<string> {
  const trimmed = [...renamed].map(([folder, label]) => [folder, label.trim()] as const);
  return dictionaryOf(trimmed.filter(([folder, label]) => label !== '' && label !== folder));
}
