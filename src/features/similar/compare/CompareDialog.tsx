import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Maximize from 'lucide-react/icons/maximize';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import { useMemo, useState } from 'react';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import { rankedDistance } from '../../../search/hits.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatDistance, formatPercent } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { closenessWords } from '../evidence/words.ts';
import type { FoundPatch } from '../hits/HitList.tsx';
import { LAYER_MEANINGS, layerExtremes } from '../hits/layer-words.ts';
import { progressOf, type QueryView } from '../query/query-view.ts';
import styles from './CompareDialog.module.css';
import { LayerTable } from './LayerTable.tsx';
import { OutsideSide } from './OutsideSide.tsx';
import { PatchSide } from './PatchSide.tsx';
import { RegionSide } from './RegionSide.tsx';
import { useCompareKeys } from './use-compare-keys.ts';
import { usePanZoom } from './use-pan-zoom.ts';
import { useSize } from './use-size.ts';
import { fitScale, type Size } from './view.ts';

export interface CompareDialogProps {
  query: QueryView;
  found: readonly FoundPatch[];
  /** The hit compared with, from 1. */
  rank: number;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
  /** Undefined closes. */
  onRankChange: (rank: number | undefined) => void;
}

/** Query and hit side by side, at one scale and moving as one. */
export function CompareDialog({ found, rank, onRankChange, ...rest }: CompareDialogProps) {
  const compared = found[rank - 1];
  if (!compared) return null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onRankChange(undefined)}
      title={`Query and hit ${rank} of ${found.length}`}
      description={summaryOf(compared, rest.scale)}
      width="full"
    >
      <Comparison {...rest} compared={compared} rank={rank} count={found.length} onRankChange={onRankChange} />
    </Dialog>
  );
}

/** What is seen side by side is the query and the hit alone, whatever examples stand beside the query. */
function summaryOf({ hit: { pair } }: FoundPatch, scale: DistanceScale | undefined): string {
  const meaning = scale
    ? `They are ${closenessWords(scale, rankedDistance(pair))}${pair.learned ? ' by learned distance' : ''}. `
    : '';
  const alike = `${meaning}${formatPercent(pair.similarity, 1)} of bits agree, distance ${formatDistance(pair.distance)} bits.`;
  const extremes = layerExtremes(pair.layers);
  if (!extremes) return alike;
  const { most, least } = extremes;
  return `${alike} They agree most in conv${most} (${LAYER_MEANINGS[most]}), least in conv${least} (${LAYER_MEANINGS[least]}).`;
}

interface ComparisonProps extends Omit<CompareDialogProps, 'found' | 'scale'> {
  compared: FoundPatch;
  count: number;
}

function Comparison({ query, compared, rank, count, labelIndices, urlOf, onRankChange }: ComparisonProps) {
  const { patch, hit } = compared;
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const side = useSize(stage);
  const querySize = sizeOf(query);
  const scale = fitScale(side, [querySize, patch]);
  const contentWidth = Math.max(querySize.width, patch.width) * scale;
  const contentHeight = Math.max(querySize.height, patch.height) * scale;
  const content = useMemo(() => ({ width: contentWidth, height: contentHeight }), [contentWidth, contentHeight]);
  const { view, gestures, listenToWheel, zoomIn, zoomOut, showWhole } = usePanZoom(side, content);
  const actions = useMemo(
    () => ({
      previous: () => onRankChange(Math.max(1, rank - 1)),
      next: () => onRankChange(Math.min(count, rank + 1)),
      zoomIn,
      zoomOut,
      showWhole,
    }),
    [rank, count, onRankChange, zoomIn, zoomOut, showWhole],
  );
  useCompareKeys(actions);
  const shared = { scale, view, gestures };
  const queryStage = useMemo(() => joinRefs(setStage, listenToWheel), [listenToWheel]);

  return (
    <div data-autofocus tabIndex={-1} className={styles.comparison}>
      <div className={styles.sides}>
        {query.kind === 'patch' ? (
          <PatchSide
            {...shared}
            title="Query"
            isQuery
            stageRef={queryStage}
            patch={query.patch}
            labelIndex={labelIndices.get(query.patch.label)}
            thumbnailUrl={urlOf(query.patch.id)}
          />
        ) : null}
        {query.kind === 'outside' ? (
          <OutsideSide {...shared} title="Query" isQuery stageRef={queryStage} image={query.image} size={querySize} />
        ) : null}
        {query.kind === 'region' ? (
          <RegionSide {...shared} title="Query" isQuery stageRef={queryStage} region={query.region} size={querySize} />
        ) : null}
        <PatchSide
          {...shared}
          title={`Hit ${rank}`}
          isQuery={false}
          stageRef={listenToWheel}
          patch={patch}
          labelIndex={labelIndices.get(patch.label)}
          thumbnailUrl={urlOf(patch.id)}
        />
      </div>
      <div className={styles.below}>
        <div className={styles.layers}>
          <LayerTable layers={hit.pair.layers} />
        </div>
        <div className={styles.controls}>
          <IconButton label="Zoom out" icon={<ZoomOut />} onClick={zoomOut} />
          <IconButton label="Zoom in" icon={<ZoomIn />} onClick={zoomIn} />
          <IconButton label="Show whole images" icon={<Maximize />} onClick={showWhole} />
          <Button size="small" aria-label="Previous hit" disabled={rank === 1} onClick={actions.previous}>
            <ChevronLeft aria-hidden /> Previous
          </Button>
          <Button size="small" aria-label="Next hit" disabled={rank === count} onClick={actions.next}>
            Next <ChevronRight aria-hidden />
          </Button>
        </div>
      </div>
    </div>
  );
}

/** What is not in the collection has hits only when it is ready, and then it has a size. */
function sizeOf(query: QueryView): Size {
  if (query.kind === 'patch') return query.patch;
  const progress = progressOf(query);
  return progress?.status === 'ready' ? progress : { width: 1, height: 1 };
}

function joinRefs(set: (element: HTMLElement | null) => void, listen: (element: HTMLElement | null) => () => void) {
  return (element: HTMLElement | null) => {
    set(element);
    const stop = listen(element);
    return () => {
      stop();
      set(null);
    };
  };
}
