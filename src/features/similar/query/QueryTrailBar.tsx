import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { Patches } from '../../../columns/patches.ts';
import { outsideImageStore } from '../../../engine/question/outside-image-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { type QueryId, queryPath } from '../../../ui/routes.ts';
import type { Addresses } from '../addresses.ts';
import styles from './QueryTrailBar.module.css';

/** Queries shown beside the way back; the browser's history has them all. */
const SHOWN = 4;

export function shownOnTrail(before: readonly QueryId[]): readonly QueryId[] {
  return before.slice(-SHOWN);
}

export interface QueryTrailBarProps {
  collectionId: string;
  patches: Patches;
  addresses: Addresses;
  /** Queries before the present one, oldest first. */
  before: readonly QueryId[];
  /** Of a patch's thumbnail. */
  urlOf: (patchId: number) => string | undefined;
}

/** The way one came: back to the query before, or to one of those before that, or out. */
export function QueryTrailBar({ collectionId, patches, addresses, before, urlOf }: QueryTrailBarProps) {
  const [, navigate] = useLocation();
  const previous = before.at(-1);
  const outsideUrl = useStore(outsideImageStore, ({ image }) =>
    image?.progress.status === 'ready' ? image.progress.previewUrl : undefined,
  );
  const imageOf = (step: QueryId) => {
    if (step.kind === 'patch') return urlOf(step.patchId);
    return step.kind === 'outside' ? outsideUrl : undefined;
  };
  return (
    <nav className={styles.bar} aria-label="Queries before this one">
      <h2 className={styles.title}>Query</h2>
      <Button
        variant="quiet"
        size="small"
        icon={<ArrowLeft />}
        aria-label="Back to previous query"
        disabled={!previous}
        className={styles.back}
        onClick={() => previous && navigate(addresses.of(previous))}
      >
        Back
      </Button>
      {shownOnTrail(before).map((step) => (
        <Link
          key={queryPath(collectionId, step)}
          href={addresses.of(step)}
          aria-label={nameOf(step, patches)}
          title={nameOf(step, patches)}
          className={styles.step}
        >
          <PatchImage url={imageOf(step)} labelIndex={undefined} />
        </Link>
      ))}
      <IconButton
        label="Close the query"
        icon={<X />}
        size="small"
        className={styles.close}
        onClick={() => navigate(addresses.of(undefined))}
      />
    </nav>
  );
}

function nameOf(step: QueryId, patches: Patches): string {
  if (step.kind === 'region') return `A region of ${step.slidePath}`;
  if (step.kind === 'set') return step.of === 'selection' ? 'The selected patches' : step.name;
  return step.kind === 'patch' ? (patches.get(step.patchId)?.path ?? 'A deleted patch') : 'The image from outside';
}
