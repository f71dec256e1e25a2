import { useCallback, useEffect, useState } from 'react';
import { AppError, type ErrorReport, toErrorReport } from '../../base/errors.ts';
import type { SlideArea } from '../../base/slide.ts';
import { encodeRegion } from '../../engine/question/region.ts';
import type { CollectionRecord, SlideRecord } from '../../library/schema.ts';
import { type Asked, queryPath } from '../../ui/routes.ts';

/** A region of a slide that is asked with. Its pixels are read when it is asked, and live in memory only. */
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
      readonly previewUrl: string;
      /** Pixels that it was read in. */
      readonly width: number;
      readonly height: number;
    };

const ENCODING: RegionProgress = { status: 'encoding' };

/**
 * Encodes the region that is asked with, anew whenever it changes; undefined when something else is asked with.
 * @param slides Undefined while they are being read.
 */
export function useRegion(
  collection: CollectionRecord | undefined,
  asked: Asked | undefined,
  slides: readonly SlideRecord[] | undefined,
): RegionQuery | undefined {
  const region = asked?.kind === 'region' ? asked : undefined;
  const address = collection && region && queryPath(collection.id, region);
  const [done, setDone] = useState<{ readonly address: string; readonly progress: RegionProgress }>();
  const [round, setRound] = useState(0);
  const slide = slides?.find(({ path }) => path === region?.slidePath);
  const fingerprint = slide?.fingerprint;
  const profile = collection?.profile;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address stands for the region, the fingerprint for the slide; a new round tries again.
  useEffect(() => {
    if (!address || !region || !profile || !slides) return;
    const encoding = new AbortController();
    let previewUrl: string | undefined;
    const show = (progress: RegionProgress) => setDone({ address, progress });
    const encoded = slide
      ? encodeRegion(slide, region.area, profile, encoding.signal)
      : Promise.reject(new AppError('slide-missing', region.slidePath));
    encoded.then(
      ({ preview, ...rest }) => {
        if (encoding.signal.aborted) return;
        previewUrl = URL.createObjectURL(preview);
        show({ status: 'ready', previewUrl, ...rest });
      },
      (thrown) => {
        if (!encoding.signal.aborted) show({ status: 'failed', error: toErrorReport(thrown) });
      },
    );
    return () => {
      encoding.abort();
      setDone(undefined);
      if (previewUrl) URL.revokeObjectURL(previewUrl);
    };
  }, [address, fingerprint, profile, slides === undefined, round]);

  const tryAgain = useCallback(() => setRound((before) => before + 1), []);
  if (!region) return undefined;
  const { slidePath, area } = region;
  return { slidePath, area, slide, progress: done?.address === address && done ? done.progress : ENCODING, tryAgain };
}
