import { useMemo } from 'react';
import { Link } from 'wouter';
import { labelOrder } from '../../columns/label-order.ts';
import { useThumbnails } from '../../engine/collection/use-thumbnails.ts';
import { type Evaluation, patchesInCell, type QueryResult } from '../../evaluation/evaluation.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { PatchImage } from '../../ui/PatchImage.tsx';
import { patchPath } from '../../ui/routes.ts';
import styles from './CellPatches.module.css';

/** More rows than anyone looks through would only make the page slow. */
const MOST_ROWS = 60;

/** Patches found that are shown beside the query. */
const SHOWN_NEIGHBOURS = 5;

interface Props {
  collectionId: string;
  evaluation: Evaluation;
  truth: string;
  predicted: string;
}

/** The patches behind a cell, each with what was found for it. */
export function CellPatches({ collectionId, evaluation, truth, predicted }: Props) {
  const patches = useMemo(() => patchesInCell(evaluation, truth, predicted), [evaluation, truth, predicted]);
  const shown = patches.slice(0, MOST_ROWS);
  const ids = shown.flatMap(({ at, retrieved }) =>
    [at, ...retrieved.slice(0, SHOWN_NEIGHBOURS)].map((position) => evaluation.patchIds[position] ?? 0),
  );
  const urlOf = useThumbnails(collectionId, ids);
  const order = useMemo(() => labelOrder(evaluation.samples.map(({ label }) => label)), [evaluation]);
  const was = truth === predicted ? 'recognised' : `predicted as ${predicted}`;
  return (
    <section aria-label="Patches of the cell" className={styles.cell}>
      <h3>
        {formatCount(patches.length, 'patch', 'patches')} of {truth} {was}
        {patches.length > MOST_ROWS ? `, the first ${formatNumber(MOST_ROWS)} of them` : ''}
      </h3>
      <ul className={styles.list}>
        {shown.map((patch) => (
          <QueryRow
            key={patch.at}
            collectionId={collectionId}
            evaluation={evaluation}
            patch={patch}
            order={order}
            urlOf={urlOf}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  collectionId: string;
  evaluation: Evaluation;
  patch: QueryResult;
  order: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
}

function QueryRow({ collectionId, evaluation: { samples, patchIds, voters }, patch, order, urlOf }: RowProps) {
  const imageOf = (position: number) => (
    <PatchImage url={urlOf(patchIds[position] ?? 0)} labelIndex={order.get(samples[position]?.label ?? '')} />
  );
  const name = samples[patch.at]?.path ?? '';
  return (
    <li className={styles.row}>
      <Link
        href={patchPath(collectionId, patchIds[patch.at] ?? 0)}
        className={styles.query}
        aria-label={`Search with ${name}`}
        title={name}
      >
        {imageOf(patch.at)}
      </Link>
      <ol className={styles.found} aria-label={`Found for ${name}`}>
        {patch.retrieved.slice(0, SHOWN_NEIGHBOURS).map((position, rank) => (
          <li key={position} className={rank < voters ? styles.voter : styles.other} title={samples[position]?.path}>
            {imageOf(position)}
            <span className={styles.label}>{samples[position]?.label}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}
