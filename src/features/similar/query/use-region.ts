import { AppError, type ErrorReport } from '../../../base/errors.ts';
import type { SlideArea } from '../../../base/slide.ts';
import { encodeRegion } from '../../../engine/question/region.ts';
import type { CollectionRecord, SlideRecord } from '../../../library/schema.ts';
import { type QueryId, queryPath } from '../../../ui/routes.ts';
import { useObjectUrl } from '../../../ui/use-object-url.ts';
import { type Task, useTask } from '../../../ui/use-task.ts';

/** A region of a slide that is searched with. Its pixels are read when it is needed, and live in memory only. */
export interface RegionQuery {
  readonly slidePath: string;
  readonly area: SlideArea;
  readonly slide: SlideRecord | undefined;
  readonly progress: RegionProgress;
  tryAgain(): void;
}

export type RegionProgress =
  | { readonly status: 'encoding' }
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | {
      readonly status: 'ready';
      readonly barcode: Uint8Array<ArrayBuffer>;
      /** See colourVariety. */
      readonly variety: number;
      readonly previewUrl: string | undefined;
      /** Pixels that it was read in. */
      readonly width: number;
      readonly height: number;
    };

/**
 * Encodes the region that is searched with, anew whenever it changes; undefined when something else is searched with.
 * @param slides Undefined while they are being read.
 */
export function useRegion(
  collection: CollectionRecord | undefined,
  queryId: QueryId | undefined,
  slides: readonly SlideRecord[] | undefined,
): RegionQuery | undefined {
  const region = queryId?.kind === 'region' ? queryId : undefined;
  const slide = slides?.find(({ path }) => path === region?.slidePath);
  const isKnown = collection !== undefined && region !== undefined && slides !== undefined;
  // The same region of another slide at this path is another one.
  const key = isKnown ? JSON.stringify([queryPath(collection.id, region), slide?.fingerprint]) : undefined;
  const task = useTask(key, async (signal) => {
    if (!collection || !region || !slide) throw new AppError('slide-missing', region?.slidePath);
    return encodeRegion(slide, region.area, collection.profile, signal);
  });
  const previewUrl = useObjectUrl(task.value?.preview);
  if (!region) return undefined;
  const { slidePath, area } = region;
  return { slidePath, area, slide, progress: progressOf(task, previewUrl), tryAgain: task.again };
}

type Encoded = Awaited<ReturnType<typeof encodeRegion>>;

function progressOf({ value, error }: Task<Encoded>, previewUrl: string | undefined): RegionProgress {
  if (error) return { status: 'failed', error };
  if (!value) return { status: 'encoding' };
  const { barcode, variety, width, height } = value;
  return { status: 'ready', barcode, variety, width, height, previewUrl };
}
