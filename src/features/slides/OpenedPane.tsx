import { type CSSProperties, type KeyboardEvent, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../barcode/profile.ts';
import type { Patches } from '../../columns/patches.ts';
import type { OpenSlide } from '../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { type QueryId, queryPath } from '../../ui/routes.ts';
import { CategoryLegend } from './CategoryLegend.tsx';
import { HeatLegend } from './HeatLegend.tsx';
import { shareOf } from './heat.ts';
import { cellPixels } from './lattice.ts';
import styles from './OpenedPane.module.css';
import { PaneCaption } from './PaneCaption.tsx';
import { slidesStore } from './slides-store.ts';
import { useCategoryCells } from './use-category-cells.ts';
import { useCellCanvas } from './use-cell-canvas.ts';
import { useHeatMap } from './use-heat-map.ts';
import { useLattice } from './use-lattice.ts';
import { usePlaces } from './use-places.ts';
import { usePointing } from './use-pointing.ts';
import { useSpokenView } from './use-spoken-view.ts';
import { ViewControls } from './ViewControls.tsx';
import { useGoTo } from './viewer/use-go-to.ts';
import { useOverlay } from './viewer/use-overlay.ts';
import { useSlideViewer } from './viewer/use-slide-viewer.ts';
import type { ViewLink } from './viewer/view-link.ts';
import { viewerKeys } from './viewer/viewer-keys.ts';

export interface PaneProps {
  slide: SlideRecord;
  /** Told apart by it when two slides stand side by side. */
  title?: string;
  patches: Patches;
  profile: Profile;
  queryId: QueryId | undefined;
  /** The patch to show at its place, if it lies on this slide. */
  shownId: number | undefined;
  /** A drag draws a region. */
  isDrawing: boolean;
  /** Moves with the other views of this link. */
  link?: ViewLink | undefined;
  onSearch: (queryId: QueryId) => void;
  onDrawn: () => void;
}

export interface OpenedPaneProps extends PaneProps {
  /** The same for as long as the pane is there. */
  open: OpenSlide;
}

/** A slide in its viewer, with grid, heat map, query and hits laid over it. */
export function OpenedPane(props: OpenedPaneProps) {
  const { slide, title, open, patches, profile, queryId, shownId, isDrawing, link, onSearch, onDrawn } = props;
  const { micronsPerPixel } = slide.info;
  const { showsGrid, showsHeat, heatOpacity } = useStore(slidesStore);
  const lattice = useLattice(patches, slide.path);
  const heatMap = useHeatMap(lattice, profile);
  const categories = useCategoryCells(patches, lattice);
  const places = usePlaces(patches, slide.path, queryId);
  const shown = places.areaOf(shownId);

  const [element, setElement] = useState<HTMLElement | null>(null);
  const [navigator, setNavigator] = useState<HTMLElement | null>(null);
  const { hoveredId, drawn, actions } = usePointing(lattice, slide.path, onSearch, onDrawn);
  const hovered = places.areaOf(hoveredId);
  const { viewer, cameras, failure, forgetFailure } = useSlideViewer({
    places: { element, navigator },
    slide,
    open,
    actions,
    isDrawing,
    link,
  });
  const destination = {
    name: `${shownId} ${queryId && queryPath(slide.collectionId, queryId)}`,
    area: shown ?? places.query,
    // What was clicked stays where it is, and two slides stay at one magnification.
    keepsZoom: shown === undefined || link !== undefined,
  };
  useGoTo(viewer, destination, link);

  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const cells = useCellCanvas(
    lattice,
    useMemo(() => lattice && cellPixels(lattice), [lattice]),
  );
  useOverlay(canvas, viewer, cameras, {
    lattice,
    showsGrid,
    cells,
    // How similar patches are hides what they are.
    heat: heatMap?.canvas ?? categories?.canvas,
    heatOpacity,
    query: places.query,
    hits: places.hits,
    shown,
    hovered,
    drawn,
  });

  const { spoken, listen } = useSpokenView(viewer, lattice, micronsPerPixel);
  const keys = viewerKeys(viewer, () => viewer && actions.onClick(viewer.camera));
  const press = (event: KeyboardEvent) => {
    keys(event);
    if (event.defaultPrevented) listen();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the viewer within takes the focus; its keys are heard here. */}
      <div className={styles.stage} data-drawing={isDrawing || undefined} onKeyDown={press}>
        <div ref={setElement} className={styles.viewer} />
        <p role="status" className="visually-hidden">
          {spoken}
        </p>
        <canvas ref={setCanvas} className={styles.overlay} aria-hidden />
        <div ref={setNavigator} className={styles.navigator} style={ratioOf(slide)} />
        {title ? <p className={styles.title}>{title}</p> : null}
        <ViewControls viewer={viewer} cameras={cameras} micronsPerPixel={micronsPerPixel} />
        {failure ? (
          <div className={styles.failure}>
            <ErrorNotice error={failure} onDismiss={forgetFailure} />
          </div>
        ) : null}
      </div>
      {showsHeat && lattice && heatMap ? <HeatLegend slide={slide} lattice={lattice} {...heatMap} /> : null}
      {!heatMap && categories ? <CategoryLegend {...categories} /> : null}
      <PaneCaption
        area={hovered}
        info={slide.info}
        share={heatMap && hoveredId !== undefined ? shareOf(heatMap.heat, hoveredId) : undefined}
        isIndexed={lattice !== undefined}
        isDrawing={isDrawing}
      />
    </>
  );
}

/** Lets the style sheet give the navigator the slide's shape. */
function ratioOf({ info: { levels } }: SlideRecord): CSSProperties {
  const [{ width, height }] = levels;
  return { '--ratio': width / height } as CSSProperties;
}
