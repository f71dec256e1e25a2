import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { MatchesView } from '../../columns/filter.ts';
import { packPatches } from '../../columns/patch-chunk.ts';
import { IN_SET, setColumn } from '../../columns/set-column.ts';
import { filePatch, follow, tableOf } from '../../columns/testing/table-of.ts';
import { readSets } from '../../library/sets.ts';
import { addCollection } from '../../library/test-records.ts';
import { addToSet, JoinedSets, namedSetsStore, removeFromSet, removeSet, whenSetsChange } from './named-sets.ts';

vi.mock('./other-tabs.ts', () => ({ tellOtherTabs: vi.fn() }));

let collectionId: string;
beforeEach(async () => {
  collectionId = (await addCollection()).id;
});

it('a set grows, shrinks and goes, and the page hears of each', async () => {
  const heard = vi.fn();
  whenSetsChange(heard);
  await addToSet(collectionId, 'Atlas', [5, 1]);
  await addToSet(collectionId, 'Atlas', [3, 5]);
  expect(await readSets(collectionId)).toMatchObject([{ name: 'Atlas', members: [1, 3, 5] }]);
  await removeFromSet(collectionId, 'Atlas', new Set([3]));
  const [set] = await readSets(collectionId);
  expect(set?.members).toEqual([1, 5]);
  await removeSet(collectionId, set?.id ?? '');
  expect(await readSets(collectionId)).toEqual([]);
  expect(heard).toHaveBeenCalledTimes(4);
});

it('sets are columns of the patches: they filter, outlive a deletion that is undone, and leave', () => {
  const table = tableOf([0, 1, 2].map((id) => filePatch(id, `${id}.png`)));
  const { now } = follow(table);
  const sets = new JoinedSets(table, () => {});
  sets.take([{ id: 'a', name: 'Atlas', createdAt: 1, members: [0, 2] }]);
  expect(namedSetsStore.getState()).toMatchObject({ collectionId: 'c', sets: [{ name: 'Atlas' }] });
  const column = setColumn('Atlas');
  const filter = { text: '', labels: [], folder: undefined, columns: [{ column, values: [IN_SET] }] };
  const passing = () => [...new MatchesView(table, filter).at(now()).ids];
  expect(passing()).toEqual([0, 2]);
  table.remove([2]);
  expect(passing()).toEqual([0]);
  table.put(packPatches([filePatch(2, '2.png')]));
  sets.describe(Uint32Array.of(2));
  expect(passing()).toEqual([0, 2]);
  sets.take([]);
  expect(table.column(column)).toBeUndefined();
});
