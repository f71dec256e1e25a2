import { useDeferredValue, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { evaluationSeconds, measureEvaluation } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import { drawnMargin } from '../../evaluation/draw-queries.ts';
import { partition, type Sample } from '../../evaluation/partition.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { formatCount, formatDuration, formatNumber } from '../../ui/format.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DRAWN_QUERIES, type EvaluationForm, type FormPart, problemsOf } from './choices.ts';

interface Props extends FormPart {
  collection: CollectionRecord;
  /** Patches with something to retrieve. */
  patches: readonly Sample[];
}

/** All queries or some that are drawn, with what each costs. Not shown where there are not more than would be drawn. */
export function QueryChoice({ form, change, collection, patches }: Props) {
  const queries = useQueryCount(form, patches);
  const isOffered = queries > DRAWN_QUERIES;
  const seconds = useSeconds(collection, isOffered);
  if (!isOffered) return null;
  const note = (count: number) => {
    const taken = seconds(patches.length, count);
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

/** How many patches are queries by the protocol. */
function useQueryCount({ kind, train, test }: EvaluationForm, patches: readonly Sample[]): number {
  const folders = useDeferredValue(kind === 'split' ? `${train.trim()}\n${test.trim()}` : undefined);
  return useMemo(() => {
    if (folders === undefined || patches.length <= DRAWN_QUERIES) return patches.length;
    const [train = '', test = ''] = folders.split('\n');
    return partition(patches, { kind: 'split', train, test }).queries.length;
  }, [folders, patches]);
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
