import { useEffect, useState } from 'react';
import type { OutsideImage } from '../../../engine/question/outside-image-store.ts';
import { formatNumber } from '../../../ui/format.ts';
import { PatchName } from '../hits/PatchName.tsx';
import { CompareSide } from './CompareSide.tsx';
import type { SharedSideProps } from './PatchSide.tsx';
import type { Size } from './view.ts';

export interface OutsideSideProps extends SharedSideProps {
  image: OutsideImage;
  size: Size;
}

/** The image from outside: the file itself where the browser can show it, else its preview. */
export function OutsideSide({ image, size, ...shared }: OutsideSideProps) {
  const originalUrl = useShowableUrl(image.file);
  const previewUrl = image.progress.status === 'ready' ? image.progress.previewUrl : undefined;
  return (
    <CompareSide
      {...shared}
      image={size}
      url={originalUrl ?? previewUrl}
      name={<PatchName path={image.file.name} room={72} />}
      note={originalUrl ? `Original, ${formatNumber(size.width)} × ${formatNumber(size.height)} px` : 'Preview'}
    />
  );
}

/** A URL of the file, once the browser has shown that it can decode it. */
function useShowableUrl(file: File): string | undefined {
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(file);
    const probe = new Image();
    probe.onload = () => setShown(url);
    probe.src = url;
    return () => {
      probe.onload = null;
      setShown(undefined);
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return shown;
}
