import { useEffect } from 'react';
import { useStore } from 'zustand';
import { evaluationSeconds, measureEvaluation } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import { drawnMargin } from '../../evaluation/draw-queries.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { formatCount, formatDuration, formatNumber } from '../../ui/format.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DRAWN_QUERIES, type FormPart, problemsOf } from './choices.ts';

interface Props extends FormPart {
  collection: CollectionRecord;
  /** Patches with something to retrieve, and how many of them are queries by the protocol. */
  patches: number;
  queries: number;
}

/** All queries or some that are drawn, with what each costs. Not shown where there are not more than would be drawn. */
export function QueryChoice({ form, change, collection, patches, queries }: Props) {
  const isOffered = queries > DRAWN_QUERIES;
  const seconds = useSeconds(collection, isOffered);
  if (!isOffered) return null;
  const note = (count: number) => {
    const taken = seconds(patches, count);
    return taken === undefined ? 'measuring this device' : `about ${formatDuration(taken)}`;
  };
  const points = (100 * drawnMargin(DRAWN_QUERIES, queries)).toFixed(1);
  return (
    <>
      <RadioCards
        label="Queries"
        value={form.draws ? 'drawn' : 'all'}
        onValueChange={(value) => change({ draws: value === 'drawn' })}
        cards={[
          {
            value: 'all',
            title: `All ${formatCount(queries, 'patch', 'patches')}`,
            note: note(queries),
            text: 'Each is compared with every other one.',
          },
          {
            value: 'drawn',
            title: `${formatNumber(DRAWN_QUERIES)} drawn evenly`,
            note: note(DRAWN_QUERIES),
            text: `Labels and folders keep their shares, and every patch may still be found. The accuracy stays within ${points} points of that of all queries (95 %); figures of single labels vary more.`,
          },
        ]}
      />
      {form.draws && form.kind !== 'folds' ? (
        <TextField
          label="Seed"
          value={form.seed}
          onValueChange={(seed) => change({ seed })}
          inputMode="numeric"
          error={problemsOf(form).seed}
          help="Same seed, same queries."
        />
      ) : null}
    </>
  );
}

/** What an evaluation takes, once the device has been measured with this collection. */
function useSeconds({ id, patchCount }: CollectionRecord, isWanted: boolean) {
  const speed = useStore(evaluationStore, (state) => (state.collectionId === id ? state.speed : undefined));
  useEffect(() => {
    // Without it there is no estimate.
    if (isWanted) void measureEvaluation(id);
  }, [id, isWanted]);
  return (labelled: number, queries: number) => speed && evaluationSeconds(speed, patchCount, labelled, queries);
}
