import { afterEach, expect, it, vi } from 'vitest';
import { type Change, listenToOtherTabs, tellOtherTabs } from './other-tabs.ts';

/** As another tab has it. */
const other = new BroadcastChannel('gramscope-changes');
let stop = () => {};

afterEach(() => {
  stop();
  other.onmessage = null;
});

it('tells other tabs, and not itself', async () => {
  const heardHere = vi.fn();
  stop = listenToOtherTabs(heardHere);
  const change: Change = { kind: 'patches-deleted', collectionId: 'c', ids: [1, 5] };
  const heard = new Promise((resolve) => {
    other.onmessage = ({ data }) => resolve(data);
  });
  tellOtherTabs(change);
  expect(await heard).toEqual(change);
  expect(heardHere).not.toHaveBeenCalled();
});

it('hears what other tabs tell, and passes over what it does not know', async () => {
  const heard: Change[] = [];
  stop = listenToOtherTabs((change) => heard.push(change));
  const known: Change[] = [
    { kind: 'patches-stored', collectionId: 'c', ids: [0] },
    { kind: 'collection-deleted', collectionId: 'c' },
    { kind: 'collections-changed' },
    { kind: 'everything-deleted' },
  ];
  const strange = [
    null,
    7,
    {},
    { kind: 'invented' },
    { kind: 'patches-stored', ids: [1] },
    { kind: 'patches-stored', collectionId: 5, ids: [1] },
    { kind: 'patches-relabelled', collectionId: 'c', ids: [3, 'x'] },
    { kind: 'patches-relabelled', collectionId: 'c', ids: [-1] },
    { kind: 'patches-relabelled', collectionId: 'c', ids: [2.5] },
    { kind: 'patches-relabelled', collectionId: 'c', ids: [2 ** 53] },
  ];
  for (const each of [...strange, ...known]) other.postMessage(each);
  await vi.waitFor(() => expect(heard).toHaveLength(known.length));
  expect(heard).toEqual(known);
});
