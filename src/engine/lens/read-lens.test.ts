import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { putLens } from '../../library/lenses.ts';
import { addCollection, lensFacts } from '../../library/test-records.ts';
import { packLens, readLens } from './read-lens.ts';

const LENS = {
  bits: 64,
  directions: 2,
  matrix: Float32Array.from({ length: 128 }, (_, at) => at / 7),
  offset: Float32Array.of(-1, 2),
};

it('reads a lens as it was packed', async () => {
  const { id } = await addCollection();
  const facts = { ...lensFacts('l'), directions: 2 };
  expect(await readLens(await putLens(id, { facts, bytes: packLens(LENS) }))).toEqual(LENS);
});

it('refuses one of another size, and where there is none', async () => {
  const { id } = await addCollection();
  const stored = await putLens(id, { facts: { ...lensFacts('l'), directions: 3 }, bytes: packLens(LENS) });
  await expect(readLens(stored)).rejects.toMatchObject({ code: 'lens-damaged' });
  await expect(readLens(await addCollection())).rejects.toMatchObject({ code: 'lens-damaged' });
});
