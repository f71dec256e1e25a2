import type { CollectionRecord } from '../../library/schema.ts';
import { formatCount } from '../../ui/format.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { type FormPart, NEW_COLLECTION } from './review.ts';

interface Props extends FormPart {
  /** Those that these images may belong to; at least one. */
  collections: readonly CollectionRecord[];
}

/** Add to what is there, or begin anew. */
export function DestinationChoice({ form, change, collections }: Props) {
  const existing = collections.map(({ id, name, patchCount }) => ({
    value: id,
    title: `Add to “${name}”`,
    note: `${formatCount(patchCount, 'patch', 'patches')} now`,
    text: 'Only new and changed images are indexed. Labels and profile stay the same.',
  }));
  const fresh = { value: NEW_COLLECTION, title: 'New collection', text: 'Index everything, with its own settings.' };
  return (
    <RadioCards
      label="These images may already be indexed"
      value={form.destination}
      onValueChange={(destination) => change({ destination })}
      cards={[...existing, fresh]}
    />
  );
}
