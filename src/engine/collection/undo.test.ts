import { afterEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { dismissUnforeseen, unforeseenStore } from '../app/unforeseen.ts';
import { forgetActs, noteAct } from './undo.ts';
import { undoStore } from './undo-store.ts';

afterEach(async () => {
  dismissUnforeseen();
  await forgetActs({ collectionId: 'c' });
});

it('forgets the oldest act when there are too many, and says when that fails', async () => {
  const act = { collectionId: 'c', change: { kind: 'deleted' }, patches: 1 } as never;
  const forget = vi.fn(async () => {});
  const failing = vi.fn(() => Promise.reject(new AppError('storage-failed')));
  noteAct(act, { undo: async () => 1, forget: failing });
  for (let later = 0; later < 50; later++) noteAct(act, { undo: async () => 1, forget });
  await vi.waitFor(() => expect(unforeseenStore.getState().error).toMatchObject({ code: 'storage-failed' }));
  expect(failing).toHaveBeenCalledOnce();
  expect(forget).not.toHaveBeenCalled();
  expect(undoStore.getState().acts).toHaveLength(50);
});
