import ImageOff from 'lucide-react/icons/image-off';
import MousePointerClick from 'lucide-react/icons/mouse-pointer-click';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './NoQuery.module.css';

export interface NoQueryProps {
  /** The collection is still being read: the patch asked for may yet come. */
  isLoading: boolean;
  patchId: number | undefined;
  asking: boolean;
}

/** The panel while there is nothing to ask with, and why. */
export function NoQuery({ isLoading, patchId, asking }: NoQueryProps) {
  return (
    <div className={styles.place}>
      <Reason isLoading={isLoading} patchId={patchId} asking={asking} />
    </div>
  );
}

function Reason({ isLoading, patchId, asking }: NoQueryProps) {
  if (asking) {
    return (
      <EmptyState icon={<ImageOff />} title="The image was not kept">
        An image from outside lives in memory only, until the page is reloaded. Give it again below.
      </EmptyState>
    );
  }
  if (patchId === undefined) {
    return (
      <EmptyState icon={<MousePointerClick />} title="Which ones look like this?">
        Click a patch to see the ones most like it, with how alike they are and where they agree.
      </EmptyState>
    );
  }
  return isLoading ? <Spinner label="Loading the patch" showLabel /> : <ErrorNotice error={MISSING} />;
}

const MISSING = { code: 'patch-missing', detail: '' } as const;
