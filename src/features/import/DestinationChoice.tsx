import type { CollectionRecord } from '../../library/schema.ts';
import { formatCount } from '../../ui/format.ts';
import { type RadioCard, RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { ANOTHER_COLLECTION, type Destination, furtherFolder } from './destinations.ts';
import type { FormPart } from './review.ts';

interface Props extends FormPart {
  destinations: readonly Destination[];
  /** Collections that can be added to beside those. */
  others: readonly CollectionRecord[];
  /** What was found, as "12 images". */
  found: string;
}

const AS_FURTHER = 'Everything is indexed beside what is there, with its profile. Paths begin with the folder’s name.';

/** Search with it, add to what is there, or begin anew. */
export function DestinationChoice({ form, change, destinations, others, found }: Props) {
  const another = { value: ANOTHER_COLLECTION, title: 'Add to another collection' };
  const fresh = destinations.length - 1;
  const cards = destinations.map((destination) => cardOf(destination, destinations));
  return (
    <>
      <RadioCards
        label={`What to do with ${found === '1 image' ? 'this image' : 'these images'}`}
        value={form.destination}
        onValueChange={(destination) => change({ destination })}
        cards={others.length > 0 ? cards.toSpliced(fresh, 0, another) : cards}
      />
      {form.destination === ANOTHER_COLLECTION ? (
        <Select
          label="Collection to add to"
          value={form.another ?? others[0]?.id ?? ''}
          onValueChange={(id) => change({ another: id })}
          options={others.map(({ id, name, patchCount }) => ({
            value: id,
            label: name,
            note: formatCount(patchCount, 'patch', 'patches'),
          }))}
          help={AS_FURTHER}
        />
      ) : null}
    </>
  );
}

function cardOf(destination: Destination, all: readonly Destination[]): RadioCard<string> {
  const { value } = destination;
  if (destination.kind === 'new')
    return { value, title: 'New collection', text: 'Index everything, with its own settings.' };
  const { name, patchCount } = destination.collection;
  if (destination.kind === 'search')
    return { value, title: 'Search with it', text: `Find what is similar to it in “${name}”. Nothing is stored.` };
  const note = `${formatCount(patchCount, 'patch', 'patches')} now`;
  if (destination.folder === undefined) {
    const mayBeKnown = all.some((each) => each.value === destination.collection.id);
    return { value, title: mayBeKnown ? `As another folder of “${name}”` : `Add to “${name}”`, note, text: AS_FURTHER };
  }
  const isSure = !all.some((each) => each.value === furtherFolder(destination.collection).value);
  const again = isSure ? 'Only' : 'As its folder, given again: only';
  const text = `${again} new and changed images are indexed. Labels and profile stay the same.`;
  return { value, title: `Add to “${name}”`, note, text };
}
