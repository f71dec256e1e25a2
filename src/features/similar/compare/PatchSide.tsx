import FolderOpen from 'lucide-react/icons/folder-open';
import { ERROR_TEXTS } from '../../../base/error-texts.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatNumber } from '../../../ui/format.ts';
import { LabelName } from '../hits/LabelName.tsx';
import { PatchName } from '../hits/PatchName.tsx';
import { CompareSide, type CompareSideProps } from './CompareSide.tsx';
import { type ShownOriginal, useOriginal } from './use-original.ts';
import type { Size } from './view.ts';

export type SharedSideProps = Pick<CompareSideProps, 'title' | 'isQuery' | 'scale' | 'view' | 'gestures' | 'stageRef'>;

export interface PatchSideProps extends SharedSideProps {
  patch: Patch;
  labelIndex: number | undefined;
  thumbnailUrl: string | undefined;
}

/** A patch of the collection at full size, or its stored thumbnail with the reason why. */
export function PatchSide({ patch, labelIndex, thumbnailUrl, ...shared }: PatchSideProps) {
  const original = useOriginal(patch);
  return (
    <CompareSide
      {...shared}
      image={patch}
      url={original.status === 'there' ? original.url : thumbnailUrl}
      name={
        <>
          <LabelName label={patch.label} index={labelIndex} />
          <PatchName path={patch.path} room={72} />
        </>
      }
      note={<OriginalNote original={original} size={patch} />}
    />
  );
}

function OriginalNote({ original, size }: { original: ShownOriginal; size: Size }) {
  switch (original.status) {
    case 'there':
      return `Original, ${formatNumber(size.width)} × ${formatNumber(size.height)} px`;
    case 'reading':
      return 'Stored thumbnail; reading the original…';
    case 'missing':
      return 'Stored thumbnail. To see the original, drop its folder on the page again.';
    case 'failed':
      return `Stored thumbnail. ${ERROR_TEXTS[original.error.code].sentence}`;
    case 'needs-permission':
      return (
        <>
          Stored thumbnail.
          <Button size="small" icon={<FolderOpen />} onClick={original.allow}>
            Allow access to the original
          </Button>
        </>
      );
  }
}
