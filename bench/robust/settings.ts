/** The settings that are measured: each step of Robust with and without the others, and changes of one thing at a time. */
import { ALL_LAYERS, type LayerNumber } from '../../src/barcode/profile.ts';
import type { Colours, Part, Setting } from './parts.ts';

/** Positions in the order of `viewsOfAll` for eight views: a mirror image, the half turn, a quarter turn are 1, 3 and 5. */
const ONE: readonly number[] = [0];
const TURNS = [0, 3, 5, 6];
const MIRRORS = [0, 1, 2, 3];
const ALL_VIEWS = [0, 1, 2, 3, 4, 5, 6, 7];

interface Choice extends Omit<Part, 'layer' | 'weight'> {
  readonly layers: readonly LayerNumber[];
  /** One a layer, or 1 for all. */
  readonly weights?: readonly number[];
}

const STANDARD: Choice = { colours: 'as-is', views: ONE, layers: ALL_LAYERS, entries: 'sampled', threshold: 'patch' };
const ROBUST: Choice = { ...STANDARD, colours: 'macenko', views: ALL_VIEWS, layers: [2, 5] };

const COLOUR_WORDS: Readonly<Record<Colours, string>> = { 'as-is': 'as it is', macenko: 'Macenko' };

/** What all others are compared with: the Standard profile. */
export const BASE = setting('as it is, 1 view, layers 1,2,3,4,5', STANDARD);

/** The Robust profile. */
export const SHIPPED = setting('Macenko, 8 views, layers 2,5', ROBUST);

const LAYER_SETS: readonly (readonly LayerNumber[])[] = [ALL_LAYERS, [2, 3, 5], [2, 5], [4, 5], [5]];

/** Colours, views and layers in every combination. */
export const STEPS: readonly Setting[] = combinations([ONE, TURNS, ALL_VIEWS], 'sampled');

/** Each step alone and all together: those of STEPS that are looked at as a collection grows. */
export const GROWING: readonly string[] = [
  'Macenko, 1 view, layers 1,2,3,4,5',
  'as it is, 8 views, layers 1,2,3,4,5',
  'as it is, 1 view, layers 2,5',
  'as it is, 8 views, layers 2,5',
  'Macenko, 1 view, layers 2,5',
  'Macenko, 8 views, layers 2,5',
];

/** The same with correlations in the place of entries. */
export const CORRELATIONS: readonly Setting[] = combinations([ONE, ALL_VIEWS], 'correlations');

/** Changes of Robust, one each. */
export const CHANGES: readonly Setting[] = [
  change('without Macenko', { colours: 'as-is' }),
  change('1 view', { views: ONE }),
  change('2 views: a mirror image', { views: [0, 1] }),
  change('2 views: the half turn', { views: [0, 3] }),
  change('2 views: a quarter turn', { views: [0, 5] }),
  change('4 views: turns', { views: TURNS }),
  change('4 views: mirror images, half turn', { views: MIRRORS }),
  ...([[5], [1, 5], [3, 5], [4, 5], [1, 2, 5], [2, 3, 5], [2, 4, 5], [2, 3, 4, 5], ALL_LAYERS] as const).map((layers) =>
    change(`layers ${layers.join()}`, { layers }),
  ),
  change('layer 5 counts twice', { weights: [1, 2] }),
  change('layer 5 counts three times', { weights: [1, 3] }),
  change('layer 2 counts twice', { weights: [2, 1] }),
  change('all layers, deeper ones count more, 1 to 5', { layers: ALL_LAYERS, weights: [1, 2, 3, 4, 5] }),
  change('every fourth entry (512 a layer)', { entries: 'fourth' }),
  change('the evenest half of the entries', { entries: 'evenest' }),
  change('the diagonal alone', { entries: 'diagonal' }),
  change('correlations', { entries: 'correlations' }),
  change("thresholds from the collection's medians", { threshold: 'collection' }),
  change('bits of both thresholds', { threshold: 'both' }),
  both('bits of both colours', ROBUST),
  both('bits of both colours, layer 5', { ...ROBUST, layers: [5] }),
];

function combinations(viewSets: readonly (readonly number[])[], entries: Part['entries']): Setting[] {
  return (['as-is', 'macenko'] as const).flatMap((colours) =>
    viewSets.flatMap((views) =>
      LAYER_SETS.map((layers) => {
        const viewWords = views.length === 1 ? '1 view' : `${views.length} views`;
        const name = `${COLOUR_WORDS[colours]}, ${viewWords}, layers ${layers.join()}`;
        return setting(entries === 'sampled' ? name : `${name}, ${entries}`, {
          ...STANDARD,
          colours,
          views,
          layers,
          entries,
        });
      }),
    ),
  );
}

function change(name: string, changed: Partial<Choice>): Setting {
  return setting(name, { ...ROBUST, ...changed });
}

function setting(name: string, { layers, weights, ...rest }: Choice): Setting {
  return { name, parts: layers.map((layer, at) => ({ ...rest, layer, weight: weights?.[at] ?? 1 })) };
}

/** As it is and stain-normalised at once. */
function both(name: string, choice: Choice): Setting {
  const sides = (['as-is', 'macenko'] as const).map((colours) => setting(name, { ...choice, colours }));
  return { name, parts: sides.flatMap(({ parts }) => parts) };
}
