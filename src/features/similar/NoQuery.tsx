import ImageOff from 'lucide-react/icons/image-off';
import MousePointerClick from 'lucide-react/icons/mouse-pointer-click';
import SquareDashedMousePointer from 'lucide-react/icons/square-dashed-mouse-pointer';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { QueryId } from '../../ui/routes.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './NoQuery.module.css';

export interface NoQueryProps {
  /** The collection is still being read: the patch of the address may yet come. */
  isLoading: boolean;
  queryId: QueryId | undefined;
  /** It stands beside a slide, not beside the gallery. */
  isOnSlide: boolean;
}

/** The panel while there is no query, and why. */
export function NoQuery(props: NoQueryProps) {
  return (
    <div className={styles.place}>
      <Reason {...props} />
    </div>
  );
}

function Reason({ isLoading, queryId, isOnSlide }: NoQueryProps) {
  if (queryId?.kind === 'outside') {
    return (
      <EmptyState icon={<ImageOff />} title="The image was not kept">
        An image from outside lives in memory only, until the page is reloaded. Give it again below.
      </EmptyState>
    );
  }
  if (!queryId && isOnSlide) {
    return (
      <EmptyState icon={<SquareDashedMousePointer />} title="Where else does it look like this?">
        Click a patch on the slide or draw a rectangle to see what is most similar on this and every other slide.
      </EmptyState>
    );
  }
  if (!queryId) {
    return (
      <EmptyState icon={<MousePointerClick />} title="Which ones look like this?">
        Click a patch to see the ones most similar to it, and in which layers they agree.
      </EmptyState>
    );
  }
  return isLoading ? <Spinner label="Loading the patch" showLabel /> : <ErrorNotice error={MISSING} />;
}

const MISSING = { code: 'patch-missing', detail: '' } as const;
