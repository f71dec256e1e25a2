import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { openDatabase } from './open-database.ts';
import { deleteSet, MOST_SETS, type NamedSet, putSet, readSets } from './sets.ts';
import { addCollection } from './test-records.ts';

const set = (id: string, members: readonly number[], createdAt = 1): NamedSet => {
  return { id, name: `Set ${id}`, createdAt, members };
};

describe('sets of patches', () => {
  it('are stored, replaced by their id, listed by age and deleted', async () => {
    const { id } = await addCollection();
    const { id: other } = await addCollection();
    await putSet(id, set('b', [3], 2));
    await putSet(id, set('a', [1, 5], 1));
    await putSet(other, set('c', [9]));
    await putSet(id, set('b', [3, 4], 2));
    expect(await readSets(id)).toEqual([set('a', [1, 5], 1), set('b', [3, 4], 2)]);
    await deleteSet(id, 'a');
    expect(await readSets(id)).toEqual([set('b', [3, 4], 2)]);
    expect(await readSets(other)).toEqual([set('c', [9])]);
  });

  it('go with their collection', async () => {
    const { id } = await addCollection();
    await putSet(id, set('a', [1]));
    await deleteCollection(id);
    await removeDeleted();
    expect(await readSets(id)).toEqual([]);
    await expect(putSet(id, set('a', [1]))).rejects.toMatchObject({ code: 'collection-missing' });
  });

  it('are so many and no more', async () => {
    const { id } = await addCollection();
    for (let number = 0; number < MOST_SETS; number++) await putSet(id, set(`s${number}`, []));
    await expect(putSet(id, set('more', []))).rejects.toMatchObject({ code: 'too-many-sets' });
    await putSet(id, set('s0', [1]));
  });

  it('are left out where they have changed since, and the others stay', async () => {
    const { id } = await addCollection();
    await putSet(id, set('a', [1]));
    await putSet(id, set('b', [2], 2));
    const database = await openDatabase();
    const stored = await database.get('sets', [id, 'a']);
    if (!stored) throw new Error('not stored');
    await database.put('sets', { ...stored, members: [7] });
    expect(await readSets(id)).toEqual([set('b', [2], 2)]);
  });
});
