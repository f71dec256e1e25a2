import type { ScaleState } from '../../../engine/question/scale-store.ts';
import {
  type DistanceScale,
  standingOf,
  type Unlikeness,
  unlikenessOf,
} from '../../../evaluation/scale/distance-scale.ts';
import { rankedDistance } from '../../../search/hits.ts';
import { Hint } from '../../../ui/Hint.tsx';
import type { FoundPatch } from '../hits/HitList.tsx';
import styles from './Evidence.module.css';
import { ScalePlot } from './ScalePlot.tsx';
import { VoteLine } from './VoteLine.tsx';
import { scaleWords, unlikenessWords } from './words.ts';

export interface EvidenceProps {
  /** The nearest references, nearest first. Before the first result their place is kept. */
  nearest: readonly FoundPatch[] | undefined;
  references: number;
  found: readonly FoundPatch[] | undefined;
  unlikeness: Unlikely | undefined;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  scaleStatus: ScaleState['status'];
  /** By what labels have taught. */
  isLearned: boolean;
  /** Dims the result of the query before. */
  isSlow: boolean;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
}

/** That nothing in the collection resembles the query, and why. */
export interface Unlikely {
  readonly why: Unlikeness;
  readonly words: string;
}

/**
 * Whether anything in the collection resembles the query at all; undefined where something does, or nothing can be told. It is
 * judged by plain distances, whatever ranks hits: learned ones are nearer for patches that taught them than for others.
 * @param scale Of plain distances.
 * @param variety Of the query's colours (see colourVariety); undefined for a patch of the collection, which it holds.
 */
export function unlikelyOf(
  scale: DistanceScale | undefined,
  nearest: readonly FoundPatch[] | undefined,
  variety: number | undefined,
): Unlikely | undefined {
  if (!scale || !nearest || nearest.length === 0) return undefined;
  const distance = Math.min(...nearest.map(({ hit }) => hit.pair.distance));
  const standing = standingOf(scale, { distance, variety });
  const why = unlikenessOf(standing);
  return why && { why, words: unlikenessWords(why, standing) };
}

/** What the hits are worth: the vote of the nearest, or that nothing is alike, and where the hits lie among all distances. */
export function Evidence(props: EvidenceProps) {
  const { nearest, references, found, unlikeness, scale, isLearned, isSlow, labelIndices, urlOf } = props;
  return (
    <>
      {unlikeness ? (
        <div className={styles.unlike} role="status">
          <p>
            <strong>Nothing in this collection really resembles this.</strong>
          </p>
          <p className={styles.quiet}>{unlikeness.words} There is no vote; the list shows the nearest all the same.</p>
        </div>
      ) : (
        <VoteLine
          nearest={nearest?.map(({ patch }) => patch)}
          references={references}
          scale={scale}
          isLearned={isLearned}
          isSlow={isSlow}
          labelIndices={labelIndices}
          urlOf={urlOf}
        />
      )}
      <div className={styles.scale}>
        {scale ? (
          <ScalePlot scale={scale} distances={(found ?? []).map(({ hit }) => rankedDistance(hit.pair))}>
            <Hint about="the scale">
              Where the hits lie among the distances in this collection: the line shows how far patches are from their
              nearest, the grey area how far random pairs are apart. {scaleWords(scale)} “Closer than 99 % of pairs”
              means that a random pair is that close once in a hundred. {isLearned ? LEARNED_WORDS : LABELS_WORDS}
            </Hint>
          </ScalePlot>
        ) : (
          <p className={styles.quiet}>{STATUS_WORDS[props.scaleStatus]}</p>
        )}
      </div>
    </>
  );
}

const LABELS_WORDS = 'How many neighbours share a label is counted with the patch’s own source left out.';

const LEARNED_WORDS =
  'All of it is by the learned distance; what stands behind a plus is what labels add to the bits that differ. How many neighbours share a label is not told: what taught the distance would flatter it.';

const STATUS_WORDS = {
  measuring: 'Measuring what distances mean in this collection…',
  measured: '',
  'too-few': 'Too few patches here to say what a distance means.',
  failed: 'What distances mean here could not be measured. Open the collection again to try once more.',
} as const;
