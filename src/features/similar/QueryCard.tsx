import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { PatchImage } from '../../ui/PatchImage.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LabelName } from './LabelName.tsx';
import type { OutsideImage } from './outside-image-store.ts';
import { PatchName } from './PatchName.tsx';
import styles from './QueryCard.module.css';
import type { QueryView } from './query-view.ts';

export interface QueryCardProps {
  query: QueryView;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
  /** Gives up on an outside image. */
  onCancel: () => void;
}

/** What is asked with, always in sight above its hits. */
export function QueryCard({ query, labelIndices, urlOf, onCancel }: QueryCardProps) {
  if (query.kind === 'outside') return <OutsideCard image={query.image} onCancel={onCancel} />;
  const { patch } = query;
  const labelIndex = labelIndices.get(patch.label);
  return (
    <Card image={<PatchImage url={urlOf(patch.id)} labelIndex={labelIndex} />}>
      <LabelName label={patch.label} index={labelIndex} />
      <PatchName path={patch.path} room={72} />
      <PixelSize {...patch} />
    </Card>
  );
}

function OutsideCard({ image: { file, progress }, onCancel }: { image: OutsideImage; onCancel: () => void }) {
  const previewUrl = progress.status === 'ready' ? progress.previewUrl : undefined;
  return (
    <Card image={<PatchImage url={previewUrl} labelIndex={undefined} />}>
      <PatchName path={file.name} room={72} />
      {progress.status === 'ready' ? (
        <>
          <PixelSize {...progress} />
          <span className={styles.quiet}>Not in the collection; kept in memory only.</span>
        </>
      ) : null}
      {progress.status === 'encoding' ? (
        <span className={styles.encoding}>
          <Spinner label="Encoding…" showLabel />
          <Button variant="quiet" size="small" onClick={onCancel}>
            Cancel
          </Button>
        </span>
      ) : null}
    </Card>
  );
}

function Card({ image, children }: { image: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.card}>
      <div className={styles.image}>{image}</div>
      <div className={styles.words}>{children}</div>
    </div>
  );
}

function PixelSize({ width, height }: { width: number; height: number }) {
  return (
    <span className={styles.quiet}>
      {formatNumber(width)} × {formatNumber(height)} px
    </span>
  );
}
