import { createStore } from 'zustand/vanilla';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { type OutsideImage as EncodedImage, encodeOutsideImage } from './outside-image.ts';

/** The image from outside the library that is the query. It lives here, in memory, and nowhere else. */
export interface OutsideImage {
  /** Its barcode fits this collection's profile alone. */
  readonly collectionId: string;
  /** Tells one image from the next. */
  readonly serial: number;
  readonly file: File;
  readonly progress:
    | { readonly status: 'encoding' }
    | { readonly status: 'failed'; readonly error: ErrorReport }
    | {
        readonly status: 'ready';
        readonly barcode: Uint8Array<ArrayBuffer>;
        /** See colourVariety. */
        readonly variety: number;
        readonly previewUrl: string;
        /** Pixels of the image itself. */
        readonly width: number;
        readonly height: number;
        readonly stainsOf: EncodedImage['stainsOf'] | undefined;
      };
}

export const outsideImageStore = createStore<{ readonly image: OutsideImage | undefined }>(() => ({
  image: undefined,
}));

let encoding = new AbortController();
let serial = 0;

/** Encodes `file` to search with, in place of the image before it. How it went shows in the store. */
export async function takeOutsideImage(collectionId: string, file: File): Promise<void> {
  forgetOutsideImage();
  const { signal } = encoding;
  const taken = { collectionId, file, serial: ++serial };
  const show = (progress: OutsideImage['progress']) => outsideImageStore.setState({ image: { ...taken, progress } });
  show({ status: 'encoding' });
  try {
    const { preview, stainsOf, ...encoded } = await encodeOutsideImage(file, signal);
    if (signal.aborted) return;
    show({ status: 'ready', ...encoded, previewUrl: URL.createObjectURL(preview), stainsOf });
  } catch (thrown) {
    if (!signal.aborted) show({ status: 'failed', error: toErrorReport(thrown) });
  }
}

/** Stops encoding and lets the image go. */
export function forgetOutsideImage(): void {
  encoding.abort();
  encoding = new AbortController();
  const { image } = outsideImageStore.getState();
  if (image?.progress.status === 'ready') URL.revokeObjectURL(image.progress.previewUrl);
  outsideImageStore.setState({ image: undefined });
}
