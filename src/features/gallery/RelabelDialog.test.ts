// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import { commitBatch } from '../../library/commit-batch.ts';
import { relabelPatches } from '../../library/edit-patches.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { DeletePatchesDialog } from './DeletePatchesDialog.tsx';
import { RelabelDialog } from './RelabelDialog.tsx';

afterEach(cleanup);

/** Three patches, the first of which a person has labelled. */
async function addLabelled(): Promise<{ collectionId: string; ids: number[] }> {
  const { id } = await addCollection();
  const paths = ['a/1.png', 'a/2.png', 'b/3.png'];
  await commitBatch(
    id,
    paths.map((path, at) => indexedFile(path, at + 1)),
    [],
  );
  for await (const _ of relabelPatches(id, [0], 'debris'));
  return { collectionId: id, ids: [0, 1, 2] };
}

const nothing = () => {};

it('says how many patches get another label, and which of them a person has labelled', async () => {
  const labels = [{ value: 'debris', count: 1 }];
  const rest = { labels, labelIndices: new Map(), onClose: nothing, onDone: nothing };
  render(createElement(RelabelDialog, { ...(await addLabelled()), ...rest }));
  expect(screen.getByRole('dialog', { name: 'Change the label of 3 patches' })).toBeDefined();
  expect(await screen.findByText('1 of them was labelled by hand')).toBeDefined();
  expect(screen.getByText('a/1.png')).toBeDefined();
});

it('says how many patches are deleted, that it can be undone, and which of them a person has labelled', async () => {
  render(createElement(DeletePatchesDialog, { ...(await addLabelled()), onClose: nothing, onDone: nothing }));
  const dialog = screen.getByRole('dialog', { name: 'Delete 3 patches from the collection?' });
  expect(dialog.textContent).toContain('You can undo this');
  expect(await screen.findByText('1 of them was labelled by hand')).toBeDefined();
});
