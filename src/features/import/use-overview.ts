import { useEffect, useState } from 'react';
import type { OpenSlide } from '../../engine/slides/open-slide.ts';
import { readOverview } from '../../engine/slides/overview.ts';

/** Longer side in pixels: sharp at the width of the dialog on a dense screen. */
const SIDE = 1024;

/** A slide seen whole; undefined until it has been read. */
export function useOverview(slide: OpenSlide | undefined): ImageData | undefined {
  const [shown, setShown] = useState<{ readonly of: OpenSlide; readonly image: ImageData }>();
  useEffect(() => {
    if (!slide) return;
    const reading = new AbortController();
    // What cannot be read stays unseen: whoever looks for its tissue says why.
    readOverview(slide, SIDE, reading.signal).then(
      (image) => setShown({ of: slide, image }),
      () => {},
    );
    return () => reading.abort();
  }, [slide]);
  return shown && shown.of === slide ? shown.image : undefined;
}
