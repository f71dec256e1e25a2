/** The quick half: every setting's figures from the entries of the tiles. */

import { type MeanSd, meanSd } from '../../src/evaluation/mean-sd.ts';
import { type Candidate, type ChosenOnHalves, chooseOnHalves, rightInHalves } from './choose-on-halves.ts';
import { type Gain, gainOf } from './compare.ts';
import { DistanceMeasure } from './distances.ts';
import {
  type Accuracies,
  accuraciesIn,
  drawTiles,
  measureSetting,
  type PlacedTile,
  slidesOf,
} from './measure-setting.ts';
import type { TileEntries } from './part-bits.ts';
import type { Colours, Setting } from './parts.ts';
import { BASE, CHANGES, CORRELATIONS, GROWING, SHIPPED, STEPS } from './settings.ts';

const DRAWS = 10;

/** Shares of the tiles among which gains are looked at as a collection grows. */
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];

/** What a setting reaches, and beyond the one it is compared with. */
export interface Row {
  readonly name: string;
  readonly all: Accuracies;
  /** Null for the very setting that the others are compared with. */
  readonly gain: Gain | null;
}

/** The gain over Standard, leaving a slide out, in collections of several sizes. */
export interface Growth {
  readonly name: string;
  readonly gains: readonly { readonly tiles: number; readonly slides: MeanSd }[];
}

export interface Choosing extends ChosenOnHalves {
  /** What the choice was made among. */
  readonly among: string;
}

export interface Comparison {
  readonly tiles: number;
  readonly labels: number;
  readonly slides: readonly { readonly name: string; readonly tiles: number }[];
  readonly draws: number;
  /** Compared with Standard. */
  readonly steps: readonly Row[];
  /** Compared with Robust. */
  readonly changes: readonly Row[];
  /** Compared with Robust. */
  readonly correlations: readonly Row[];
  readonly growths: readonly Growth[];
  /** Gains of what is chosen: over Standard and over Robust. */
  readonly choosings: readonly Choosing[];
}

/** @param tiles In the order of the app's patches: equal distances rank by it. */
export function compareSettings(
  tiles: readonly PlacedTile[],
  entries: Readonly<Record<Colours, readonly TileEntries[]>>,
  groups: string,
): Comparison {
  const measure = new DistanceMeasure(entries);
  const questions = { tiles, groups, draws: drawTiles(tiles, 1 / 2, DRAWS) };
  const candidateOf = (setting: Setting): Candidate => {
    const distances = measure.of(setting);
    return {
      name: setting.name,
      measured: measureSetting(distances, questions),
      rights: rightInHalves(distances, tiles, groups),
    };
  };
  const base = candidateOf(BASE);
  const shipped = candidateOf(SHIPPED);
  const steps = STEPS.map(candidateOf);
  const changes = CHANGES.map(candidateOf);
  const correlations = CORRELATIONS.map(candidateOf);
  const rowOf = ({ name, measured }: Candidate, compared: Candidate): Row => {
    return { name, all: measured.all, gain: name === compared.name ? null : gainOf(measured, compared.measured) };
  };
  const choosing = (among: string, candidates: readonly Candidate[]): Choosing => {
    return { among, ...chooseOnHalves(candidates, [base.measured, shipped.measured], tiles) };
  };
  const growths = SHARES.map((share) => drawTiles(tiles, share, share === 1 ? 1 : DRAWS));
  const growthOf = (setting: Setting): Growth => {
    const compared = [setting, BASE].map((each) => measure.of(each));
    const gainIn = (members: readonly number[]) => {
      const [one, standard] = compared.map((each) => accuraciesIn(each, tiles, groups, members));
      return (one?.slides ?? 0) - (standard?.slides ?? 0);
    };
    const gains = growths.map((draws) => ({ tiles: draws[0]?.length ?? 0, slides: meanSd(draws.map(gainIn)) }));
    return { name: setting.name, gains };
  };
  const named = (name: string) => changes.find((candidate) => candidate.name === name) as Candidate;
  return {
    tiles: tiles.length,
    labels: new Set(tiles.map(({ label }) => label)).size,
    slides: slidesOf(tiles).map((name) => ({ name, tiles: tiles.filter(({ slide }) => slide === name).length })),
    draws: DRAWS,
    steps: steps.map((step) => rowOf(step, base)),
    changes: [rowOf(shipped, shipped), ...changes.map((one) => rowOf(one, shipped))],
    correlations: correlations.map((one) => rowOf(one, shipped)),
    growths: STEPS.filter(({ name }) => GROWING.includes(name)).map(growthOf),
    choosings: [
      choosing('Robust with and without Macenko', [shipped, named('without Macenko')]),
      choosing('Robust with 1, 2, 4 and 8 views', [
        shipped,
        named('4 views: turns'),
        named('2 views: a quarter turn'),
        named('1 view'),
      ]),
      choosing('Robust with and without correlations', [shipped, named('correlations')]),
      choosing('all combinations of the steps', steps),
      choosing('Robust and all changes of it', [shipped, ...changes]),
      choosing('the combinations with correlations', correlations),
      choosing('everything above', [...steps, ...changes, ...correlations]),
    ],
  };
}
