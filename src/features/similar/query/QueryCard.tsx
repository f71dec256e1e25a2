import type { ReactNode } from 'react';
import type { OutsideImage } from '../../../engine/question/outside-image-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatNumber, formatPlace, formatSides } from '../../../ui/format.ts';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { LabelName } from '../hits/LabelName.tsx';
import { PatchName, PatchWhereabouts } from '../hits/PatchName.tsx';
import { KnownButton } from '../known/KnownButton.tsx';
import { KnownLine } from '../known/KnownLine.tsx';
import styles from './QueryCard.module.css';
import type { QueryView } from './query-view.ts';
import type { RegionQuery } from './use-region.ts';

export interface QueryCardProps {
  query: QueryView;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
  micronsOf: (slidePath: string) => number | undefined;
  /** Gives up on an image or region that is being encoded. */
  onCancel: () => void;
}

/** The query, always in sight above its hits. */
export function QueryCard({ query, labelIndices, urlOf, micronsOf, onCancel }: QueryCardProps) {
  if (query.kind === 'outside') return <OutsideCard image={query.image} onCancel={onCancel} />;
  if (query.kind === 'region') return <RegionCard region={query.region} onCancel={onCancel} />;
  const { patch } = query;
  const labelIndex = labelIndices.get(patch.label);
  return (
    <Card image={<PatchImage url={urlOf(patch.id)} labelIndex={labelIndex} />}>
      <LabelName label={patch.label} index={labelIndex} />
      <PatchWhereabouts patch={patch} room={72} micronsOf={micronsOf} />
      <KnownLine patch={patch} />
      <PixelSize {...patch} />
      <KnownButton patch={patch} label="What is known of the query" />
    </Card>
  );
}

const STAIN_WORDS = {
  image: 'Normalised by its own stains.',
  collection: 'Normalised by the stains of the collection: the image is too small to estimate its own.',
  nobody: 'Not normalised: its stains could not be estimated.',
} as const;

function OutsideCard({ image: { file, progress }, onCancel }: { image: OutsideImage; onCancel: () => void }) {
  const previewUrl = progress.status === 'ready' ? progress.previewUrl : undefined;
  return (
    <Card image={<PatchImage url={previewUrl} labelIndex={undefined} />}>
      <PatchName path={file.name} room={72} />
      {progress.status === 'ready' ? (
        <>
          <PixelSize {...progress} />
          {progress.stainsOf ? <span className={styles.quiet}>{STAIN_WORDS[progress.stainsOf]}</span> : null}
          <span className={styles.quiet}>Not in the collection; kept in memory only.</span>
        </>
      ) : null}
      {progress.status === 'encoding' ? <Encoding onCancel={onCancel} /> : null}
    </Card>
  );
}

function RegionCard({ region, onCancel }: { region: RegionQuery; onCancel: () => void }) {
  const { slidePath, slide, area, progress } = region;
  const microns = slide?.info.micronsPerPixel;
  return (
    <Card
      image={<PatchImage url={progress.status === 'ready' ? progress.previewUrl : undefined} labelIndex={undefined} />}
    >
      <PatchName path={slidePath} room={72} />
      <span className={styles.quiet}>
        Region of {formatSides(area, microns)} at {formatPlace(area, microns)}
      </span>
      {progress.status === 'encoding' ? <Encoding onCancel={onCancel} /> : null}
    </Card>
  );
}

function Encoding({ onCancel }: { onCancel: () => void }) {
  return (
    <span className={styles.encoding}>
      <Spinner label="Encoding…" showLabel />
      <Button variant="quiet" size="small" onClick={onCancel}>
        Cancel
      </Button>
    </span>
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
