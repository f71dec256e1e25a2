// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import { learnedScaleStore, NO_SCALE, scaleStore } from '../../engine/question/scale-store.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import type { SearchQuestion } from '../../search/hits.ts';
import type { Lattice } from './lattice.ts';
import { slidesStore } from './slides-store.ts';
import { useHeatMap } from './use-heat-map.ts';

/** What the search worker would answer, by id. */
const DISTANCES = [400, 500, 900, 1_000];
vi.mock('../../engine/question/search-service.ts', () => ({
  measureDistances: async (_question: unknown, ids: Uint32Array) =>
    Float64Array.from(ids, (id) => DISTANCES[id] ?? Number.NaN),
}));

const PROFILE = namedProfile('standard', 'weights');
const QUESTION: SearchQuestion = { positives: [{ patchId: 9 }], negatives: [], combination: 'mean' };
const SCALE: DistanceScale = {
  pairKind: 'across-sources',
  patches: 100,
  pairs: Float64Array.of(1_500, 2_000, 2_500),
  nearest: Float64Array.of(300, 350, 900),
  varieties: new Float64Array(0),
  agreement: [],
  votes: [],
};

function latticeOf(...ids: number[]): Lattice {
  return {
    side: 1,
    columns: 2,
    rows: 1,
    ids: Int32Array.from(ids),
    indexed: Uint32Array.from(ids),
    generation: 1,
  };
}

const [LEFT, RIGHT] = [latticeOf(0, 1), latticeOf(2, 3)];

beforeEach(() => {
  slidesStore.setState(slidesStore.getInitialState(), true);
  scaleStore.setState({ ...NO_SCALE, status: 'measured', scale: SCALE });
  questionStore.setState({ current: { key: 'a', question: QUESTION, learned: false, hits: undefined } });
});
afterEach(cleanup);

async function mapOf(lattice: Lattice) {
  const { result } = renderHook(() => useHeatMap(lattice, PROFILE));
  await waitFor(() => expect(result.current).toBeDefined());
  return result;
}

it('two slides of a query have one range of colours, unless it is stretched to each, which is said', async () => {
  const maps = [await mapOf(LEFT), await mapOf(RIGHT)] as const;
  expect(maps[0].current?.range).toEqual(maps[1].current?.range);
  expect(maps.map(({ current }) => current?.isStretched)).toEqual([false, false]);
  act(() => slidesStore.setState({ stretchesHeat: true }));
  expect(maps[0].current?.range).not.toEqual(maps[1].current?.range);
  expect(maps.map(({ current }) => current?.isStretched)).toEqual([true, true]);
});

it('where the collection has no scale, it is said that a slide is stretched', async () => {
  scaleStore.setState({ ...NO_SCALE, status: 'too-few' });
  expect((await mapOf(LEFT)).current?.isStretched).toBe(true);
});

it('by what labels have taught, the range is that of the learned scale', async () => {
  const plain = (await mapOf(LEFT)).current?.range;
  const pairs = SCALE.pairs.map((distance) => distance * 1.1);
  learnedScaleStore.setState({ ...NO_SCALE, status: 'measured', scale: { ...SCALE, pairs } });
  act(() => questionStore.setState({ current: { key: 'b', question: QUESTION, learned: true, hits: undefined } }));
  const map = (await mapOf(LEFT)).current;
  expect(map?.heat.isLearned).toBe(true);
  expect(map?.range.least).toBeLessThan(plain?.least ?? 0);
});
