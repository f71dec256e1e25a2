/** What this tab has changed in the library, told to the other tabs of this browser, and what they have. */
import * as v from 'valibot';
import { parse } from '../../base/parse.ts';
import { countSchema } from '../../library/facts.ts';

const CHANGE = v.variant('kind', [
  v.object({
    kind: v.picklist(['patches-stored', 'patches-relabelled', 'patches-deleted']),
    collectionId: v.string(),
    ids: v.pipe(v.array(countSchema), v.readonly()),
  }),
  /** `changed`: its name, source rule or the like. */
  v.object({ kind: v.picklist(['collection-changed', 'collection-deleted']), collectionId: v.string() }),
  /** There are other collections, or they have other counts. */
  v.object({ kind: v.literal('collections-changed') }),
  v.object({ kind: v.literal('everything-deleted') }),
]);

/** Ids are those of patches. What was changed is read from the library: it alone says what is true. */
export type Change = v.InferOutput<typeof CHANGE>;

const CHANNEL = 'gramscope-changes';

let channel: BroadcastChannel | undefined;

function openChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel(CHANNEL);
  return channel;
}

export function tellOtherTabs(change: Change): void {
  openChannel().postMessage(change);
}

/** Has `listener` called with every change that another tab tells of. @returns Ends it. */
export function listenToOtherTabs(listener: (change: Change) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>) => {
    const parsed = parse(CHANGE, data);
    // Another version of the app may tell of what this one does not know.
    if ('value' in parsed) listener(parsed.value);
  };
  const listened = openChannel();
  listened.addEventListener('message', hear);
  return () => listened.removeEventListener('message', hear);
}
