import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../barcode/profile.ts';
import type { SlideArea } from '../../base/slide.ts';
import type { Patches } from '../../columns/patches.ts';
import { askedStore } from '../../engine/question/question-store.ts';
import { scaleStore } from '../../engine/question/scale-store.ts';
import type { OpenSlide } from '../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { type Asked, queryPath } from '../../ui/routes.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { HeatLegend } from './HeatLegend.tsx';
import { heatPixels, rangeOfCollection, rangeOfSlide, shareOf } from './heat.ts';
import { cellPixels, LatticeView, patchAt, patchDrawn } from './lattice.ts';
import { PaneCaption } from './PaneCaption.tsx';
import { SlideLocked, SlideMissing } from './SlideGone.tsx';
import styles from './SlidePane.module.css';
import { slidesStore } from './slides-store.ts';
import { useCellCanvas } from './use-cell-canvas.ts';
import { useHeat } from './use-heat.ts';
import { useOpenedSlide } from './use-opened-slide.ts';
import { useSpokenView } from './use-spoken-view.ts';
import { ViewControls } from './ViewControls.tsx';
import type { Overlay } from './viewer/paint-overlay.ts';
import type { SlideViewer } from './viewer/slide-viewer.ts';
import { useOverlay } from './viewer/use-overlay.ts';
import { useSlideViewer } from './viewer/use-slide-viewer.ts';
import type { ViewLink } from './viewer/view-link.ts';
import { viewerKeys } from './viewer/viewer-keys.ts';

/** How near the edges of a drawn rectangle must come to those of a patch to mean it, in screen pixels. */
const NEAR = 3;

/** A drawn rectangle smaller than this in screen pixels was a click that slipped. */
const LEAST_DRAWN = 5;

export interface SlidePaneProps {
  slide: SlideRecord;
  /** Told apart by it when two slides stand side by side. */
  title?: string;
  patches: Patches;
  profile: Profile;
  asked: Asked | undefined;
  /** The patch to show at its place, if it lies on this slide. */
  shownId: number | undefined;
  /** A drag draws a region. */
  isDrawing: boolean;
  /** Moves with the other views of this link. */
  link?: ViewLink | undefined;
  onAsk: (asked: Asked) => void;
  onDrawn: () => void;
}

/** One slide: where it lies, or how to find it again. */
export function SlidePane(props: SlidePaneProps) {
  const { slide, title } = props;
  const { opened, tryAgain } = useOpenedSlide(slide);
  return (
    <section className={styles.pane} aria-label={title ? `${title}: ${slide.path}` : slide.path}>
      {opened.status === 'open' ? (
        <OpenedPane key={opened.open.key} {...props} open={opened.open} />
      ) : (
        <div className={styles.message}>
          {opened.status === 'opening' ? <Spinner label="Opening the slide" showLabel /> : null}
          {opened.status === 'needs-permission' ? <SlideLocked slide={slide} onAllow={opened.allow} /> : null}
          {opened.status === 'missing' ? <SlideMissing slide={slide} onFound={tryAgain} /> : null}
          {opened.status === 'failed' ? <ErrorNotice error={opened.error} /> : null}
        </div>
      )}
    </section>
  );
}

function OpenedPane(props: SlidePaneProps & { open: OpenSlide }) {
  const { slide, title, open, patches, profile, asked, shownId, isDrawing, link, onAsk, onDrawn } = props;
  const { micronsPerPixel } = slide.info;
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [navigator, setNavigator] = useState<HTMLElement | null>(null);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const [hoveredId, setHoveredId] = useState<number>();
  const [drawn, setDrawn] = useState<SlideArea>();
  const { showsGrid, showsHeat, heatOpacity, stretchesHeat } = useStore(slidesStore);
  const scale = useStore(scaleStore, (state) => state.scale);

  const lattices = useMemo(() => new LatticeView(patches.table, slide.path), [patches.table, slide.path]);
  const lattice = useMemo(() => lattices.at(patches), [lattices, patches]);
  const heat = useHeat(lattice, profile);
  const isStretched = stretchesHeat || !scale;
  const range = useMemo(
    () => heat && (isStretched ? rangeOfSlide(heat) : rangeOfCollection(scale, heat.bits)),
    [heat, scale, isStretched],
  );
  const heatCanvas = useCellCanvas(
    lattice,
    useMemo(
      () => (showsHeat && lattice && heat && range ? heatPixels(lattice, heat, range) : undefined),
      [showsHeat, lattice, heat, range],
    ),
  );
  const cells = useCellCanvas(
    lattice,
    useMemo(() => lattice && cellPixels(lattice), [lattice]),
  );
  const hits = useStore(askedStore, (state) => state.asked?.hits);
  const areaOf = useCallback(
    (id: number | undefined) => {
      if (id === undefined || patches.table.slide.wordAt(id) !== slide.path) return undefined;
      return patches.table.areaAt(id);
    },
    [patches, slide.path],
  );
  const query = useMemo(() => {
    if (asked?.kind === 'region') return asked.slidePath === slide.path ? asked.area : undefined;
    return asked?.kind === 'patch' ? areaOf(asked.patchId) : undefined;
  }, [asked, areaOf, slide.path]);
  const hitAreas = useMemo(() => (hits ?? []).flatMap(({ patchId }) => areaOf(patchId) ?? []), [hits, areaOf]);

  const { viewer, cameras, failure, forgetFailure } = useSlideViewer(
    { element, navigator },
    slide,
    open,
    actions(),
    link,
  );
  const overlay: Overlay = {
    lattice,
    showsGrid,
    cells,
    heat: heatCanvas,
    heatOpacity,
    query,
    hits: hitAreas,
    shown: areaOf(shownId),
    hovered: areaOf(hoveredId),
    drawn,
  };
  useOverlay(canvas, viewer, cameras, overlay);
  const askMiddle = () => {
    const camera = viewer?.camera;
    if (camera) actions().onClick(camera);
  };
  const keys = viewerKeys(viewer, askMiddle);
  const { spoken, listen } = useSpokenView(viewer, lattice, micronsPerPixel);
  const press = (event: KeyboardEvent) => {
    keys(event);
    if (event.defaultPrevented) listen();
  };
  useEffect(() => {
    if (viewer) viewer.isDrawing = isDrawing;
  }, [viewer, isDrawing]);
  useEffect(() => {
    const { activeElement } = document;
    // The screen keeps the focus that a link to this slide had.
    if (viewer && activeElement !== document.body && activeElement?.contains(element)) viewer.focus();
  }, [viewer, element]);

  const shown = overlay.shown;
  const target = shown ?? query;
  const address = asked && queryPath(slide.collectionId, asked);
  const openedWith = useRef<SlideViewer>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each is gone to once, when it becomes what is shown or asked.
  useEffect(() => {
    if (!viewer) return;
    // What was clicked stays where it is, and two slides stay at one magnification.
    if (target && openedWith.current === viewer) viewer.reveal(target, shown === undefined || link !== undefined);
    else if (target) viewer.openAt(target);
    if (openedWith.current !== viewer) link?.settle(viewer);
    openedWith.current = viewer;
  }, [viewer, shownId, address, target === undefined]);

  function actions() {
    return {
      onClick: ({ x, y }: { x: number; y: number }) => {
        const patchId = lattice && patchAt(lattice, x, y);
        if (patchId !== undefined) onAsk({ kind: 'patch', patchId });
      },
      onHover: (point: { x: number; y: number } | undefined) =>
        setHoveredId(lattice && point ? patchAt(lattice, point.x, point.y) : undefined),
      onDrawing: setDrawn,
      onDrawn: (area: SlideArea) => {
        const zoom = cameras.getState().camera?.zoom ?? 1;
        onDrawn();
        if (Math.min(area.width, area.height) * zoom < LEAST_DRAWN) return;
        const patchId = lattice && patchDrawn(lattice, area, NEAR / zoom);
        onAsk(patchId === undefined ? { kind: 'region', slidePath: slide.path, area } : { kind: 'patch', patchId });
      },
    };
  }

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
      {showsHeat && lattice && heat && range ? (
        <HeatLegend slide={slide} lattice={lattice} heat={heat} range={range} scale={scale} isStretched={isStretched} />
      ) : null}
      <PaneCaption
        area={overlay.hovered}
        info={slide.info}
        share={heat && hoveredId !== undefined ? shareOf(heat, hoveredId) : undefined}
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
