import { useMemo } from 'react';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { Query } from '../../../search/hits.ts';
import type { Examples } from '../query/examples.ts';
import { progressOf, type QueryView } from '../query/query-view.ts';
import { useOptions } from '../similar-store.ts';
import type { Question } from './use-similar.ts';

/**
 * The question that the query, its examples and the chosen options make; undefined while it is not complete.
 * @param name Tells one query from the next.
 * @param query The area of a region is stable.
 */
export function useQuestion(
  { id, sourceRule, cutRule, lens }: CollectionRecord,
  name: string,
  query: QueryView,
  { positives, negatives, combination }: Examples,
): Question | undefined {
  const { n, sameSource, insideRegion, onePerSource, foldNeighbours, learned, filter } = useOptions(id);
  const lensId = learned ? lens?.id : undefined;
  const hasSlides = cutRule !== undefined;
  const patchId = query.kind === 'patch' ? query.patch.id : undefined;
  const progress = progressOf(query);
  const barcode = progress?.status === 'ready' ? progress.barcode : undefined;
  const { slidePath, area } = query.kind === 'region' ? query.region : NO_REGION;
  return useMemo(() => {
    const region = slidePath !== undefined && area ? { slide: slidePath, area } : undefined;
    const own = queryOf(patchId, barcode, region);
    if (!own) return undefined;
    const hasSources = hasSlides || sourceRule.kind !== 'file';
    const options = {
      n,
      sameSource: sameSource || !hasSources,
      insideRegion,
      onePerSource: onePerSource && hasSources,
      foldNeighbours: foldNeighbours && hasSlides,
      learned: lensId !== undefined,
      filter,
    };
    const key = JSON.stringify([name, positives, negatives, combination, options, sourceRule, lensId]);
    const toQueries = (ids: readonly number[]) => ids.map((id) => ({ patchId: id }));
    const question = { positives: [own, ...toQueries(positives)], negatives: toQueries(negatives), combination };
    return { key, question, options };
  }, [
    n,
    sameSource,
    insideRegion,
    onePerSource,
    foldNeighbours,
    lensId,
    filter,
    sourceRule,
    hasSlides,
    name,
    patchId,
    barcode,
    slidePath,
    area,
    positives,
    negatives,
    combination,
  ]);
}

const NO_REGION = { slidePath: undefined, area: undefined };

function queryOf(
  patchId: number | undefined,
  barcode: Uint8Array<ArrayBuffer> | undefined,
  region: Extract<Query, { barcode: unknown }>['region'],
): Query | undefined {
  if (patchId !== undefined) return { patchId };
  if (!barcode) return undefined;
  return region ? { barcode, region } : { barcode };
}
