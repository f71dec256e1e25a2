import { PatchName } from '../hits/PatchName.tsx';
import type { RegionQuery } from '../query/use-region.ts';
import { CompareSide } from './CompareSide.tsx';
import type { SharedSideProps } from './PatchSide.tsx';
import type { Size } from './view.ts';

export interface RegionSideProps extends SharedSideProps {
  region: RegionQuery;
  size: Size;
}

/** The region of a slide, as small as it was encoded. */
export function RegionSide({ region: { slidePath, progress }, size, ...shared }: RegionSideProps) {
  return (
    <CompareSide
      {...shared}
      image={size}
      url={progress.status === 'ready' ? progress.previewUrl : undefined}
      name={<PatchName path={slidePath} room={72} />}
      note="Preview of the region"
    />
  );
}
