import { expect, it } from 'vitest';
import { type Candidate, chooseOnHalves, halvesOf, rightInHalves } from './choose-on-halves.ts';
import { measureSetting } from './measure-setting.ts';

const groups = '^S\\d';
const tiles = ['S1', 'S2', 'S3', 'S4'].flatMap((slide) =>
  ['a', 'b'].map((label) => ({ path: `${slide}_${label}`, label, slide })),
);

/** Tiles of one label are near one another, or far. */
function candidate(name: string, isNear: boolean): Candidate {
  const distances = Uint32Array.from({ length: 64 }, (_, at) => {
    const isSame = tiles[at >> 3]?.label === tiles[at & 7]?.label;
    return isSame === isNear ? 1 : 2;
  });
  const measured = measureSetting(distances, { tiles, groups, draws: [] });
  return { name, measured, rights: rightInHalves(distances, tiles, groups) };
}

it('takes every half once', () => {
  expect(halvesOf(10)).toHaveLength(252);
  expect(halvesOf(4)).toEqual([
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ]);
});

it('chooses what is right on one half and tells what it reaches on the other', () => {
  const [bad, good] = [candidate('bad', false), candidate('good', true)];
  const { chosen, slides, gains } = chooseOnHalves([bad, good], [bad.measured, good.measured], tiles);
  expect(chosen).toEqual([{ name: 'good', times: 6 }]);
  expect(slides).toEqual({ mean: 1, sd: 0 });
  expect(gains.map(({ slides: gain, timesAhead }) => [gain.mean, timesAhead])).toEqual([
    [1, 6],
    [0, 0],
  ]);
});
