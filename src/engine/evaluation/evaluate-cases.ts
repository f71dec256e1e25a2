/** Searches with every case of the open collection in turn, as a person would, and judges what is found. */
import { AppError } from '../../base/errors.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { membersOf, wordsAmong } from '../../columns/summary.ts';
import { type CaseFigures, caseFigures } from '../../evaluation/case-evaluation.ts';
import { RANKING_DEPTH } from '../../evaluation/ranking-scores.ts';
import { NO_FILTER } from '../../search/hits.ts';
import { casesNamed } from '../collection/open-collection.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { findSimilarSets } from '../question/search-service.ts';

export interface CaseEvaluation extends CaseFigures {
  readonly collectionId: string;
  /** The column that was to be retrieved; `label` for the labels. */
  readonly target: string;
  /** Cases without it, which are neither queries nor hits. */
  readonly unknown: number;
}

/** Patches of a larger case that stand for it, as on the page. */
export const CASE_REPRESENTATIVES = 64;

/**
 * Leaves out one case at a time.
 * @param onProgress Told the share done, 0 to 1.
 * @throws AppError evaluation-no-labels where fewer than two cases have the target, and what `findSimilarSets` throws; the signal's
 * reason when aborted.
 */
export async function evaluateCases(
  collectionId: string,
  target: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<CaseEvaluation> {
  await casesNamed();
  const table = currentCollection(collectionId)?.patches.table;
  const [cases, targets] = [table?.column(CASE_COLUMN), table?.column(target)];
  if (!table || cases?.kind !== 'category' || targets?.kind !== 'category') throw new AppError('evaluation-no-labels');
  const members = [
    ...membersOf(
      cases,
      Array.from({ length: table.end }, (_, id) => id),
    ),
  ];
  const all = members.map(([code, ids]) => {
    return { name: cases.words[code] ?? '', ids, label: wordsAmong(targets, ids)[0]?.value };
  });
  const labels = new Map(all.flatMap(({ name, label }) => (label === undefined ? [] : [[name, label] as const])));
  if (labels.size < 2) throw new AppError('evaluation-no-labels');
  const unknown = all.length - labels.size;
  const queries = [];
  for (const { name, ids, label } of all) {
    if (label === undefined) continue;
    const begin = performance.now();
    const { hits } = await findSimilarSets(
      {
        ids: Uint32Array.from(ids),
        ...{ kind: 'case', sameSource: false, filter: NO_FILTER, bothWays: false, n: RANKING_DEPTH + unknown },
        representatives: CASE_REPRESENTATIVES,
      },
      signal,
      () => {},
    );
    signal.throwIfAborted();
    const milliseconds = performance.now() - begin;
    const known = hits.flatMap((hit) => {
      const itsLabel = labels.get(hit.name);
      return itsLabel === undefined ? [] : [{ name: hit.name, label: itsLabel, distance: hit.distance }];
    });
    queries.push({ name, label, patches: ids.length, hits: known.slice(0, RANKING_DEPTH), milliseconds });
    onProgress(queries.length / labels.size);
  }
  return { ...caseFigures(queries), collectionId, target, unknown };
}
