import OpenSeadragon from 'openseadragon';
import type { SlideArea, SlideInfo } from '../../../base/slide.ts';
import { type Camera, fitCamera, type Size } from './camera.ts';
import { type ReadTile, type SlideTiles, slideTiles } from './slide-tiles.ts';

/** Decoded tiles that are kept, in bytes of their canvases. */
const CACHE_BYTES = 128 * 2 ** 20;

/** Tiles read at once: enough that no reader waits, and few enough that one that is needed now comes soon. */
const READ_AT_ONCE = 6;

/** A tile made from a slide's finest level may mean to read all of it, in milliseconds. */
const TILE_TIMEOUT = 300_000;

/** Screen pixels a pixel of level 0 may take at most. */
const MOST_ZOOM = 8;

/** Seconds that the view takes to where it goes. */
const ANIMATION_TIME = 0.35;

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface SlideViewerOptions {
  readonly element: HTMLElement;
  readonly navigator: HTMLElement;
  /** What readers hear the view called. */
  readonly label: string;
  readonly info: SlideInfo;
  readonly readTile: ReadTile;
  readonly animates: boolean;
  /** The slide can be moved from now on. */
  readonly onReady: () => void;
  /** Called for every picture while the view moves. */
  readonly onMove: (camera: Camera) => void;
  /** A tile could not be read, and stays empty. */
  readonly onFailure: (thrown: unknown) => void;
  /** All points are in pixels of level 0. */
  readonly onClick: (point: Point) => void;
  readonly onHover: (point: Point | undefined) => void;
  /** A rectangle is being drawn; undefined when it was given up. */
  readonly onDrawing: (area: SlideArea | undefined) => void;
  /** @param zoom Screen pixels a pixel of level 0. */
  readonly onDrawn: (area: SlideArea, zoom: number) => void;
}

// The page says what goes wrong, in words; tiles that nobody waits for any more go wrong every time.
Object.assign(OpenSeadragon, { console: { ...console, error() {}, warn() {} } });

/** OpenSeadragon with one slide, in pixels of its level 0. */
export class SlideViewer {
  readonly #viewer: OpenSeadragon.Viewer;
  readonly #options: SlideViewerOptions;
  readonly #tiles: SlideTiles;
  readonly #width: number;
  readonly #height: number;
  /** A drag draws instead of moving, until this is switched off. */
  isDrawing = false;
  #drawnFrom: Point | undefined;

  constructor(options: SlideViewerOptions) {
    const { element, navigator, info } = options;
    this.#options = options;
    [{ width: this.#width, height: this.#height }] = info.levels;
    const [{ tileWidth, tileHeight }] = info.levels;
    this.#tiles = slideTiles(info, options.readTile, options.onFailure);
    const gestures = { clickToZoom: false, dblClickToZoom: false, flickEnabled: options.animates };
    this.#viewer = OpenSeadragon({
      element,
      tileSources: [this.#tiles.source],
      drawer: 'canvas',
      prefixUrl: '',
      showNavigationControl: false,
      showNavigator: true,
      navigatorElement: navigator,
      navigatorBorderColor: 'transparent',
      navigatorDisplayRegionColor: 'var(--accent)',
      navigatorBackground: 'var(--surface)',
      navigatorOpacity: 1,
      navigatorAutoFade: false,
      animationTime: options.animates ? ANIMATION_TIME : 0,
      springStiffness: 8,
      blendTime: 0,
      visibilityRatio: 0.3,
      minZoomImageRatio: 0.6,
      maxZoomPixelRatio: MOST_ZOOM,
      preserveImageSizeOnResize: true,
      smoothTileEdgesMinZoom: Number.POSITIVE_INFINITY,
      imageLoaderLimit: READ_AT_ONCE,
      maxImageCacheCount: Math.max(64, Math.floor(CACHE_BYTES / (tileWidth * tileHeight * 4))),
      timeout: TILE_TIMEOUT,
      keyboardNavEnabled: false,
      gestureSettingsMouse: gestures,
      gestureSettingsTouch: gestures,
      gestureSettingsPen: gestures,
    });
    // Keys are the page's own, so that readers must hand them on.
    this.#viewer.canvas.setAttribute('role', 'application');
    this.#viewer.canvas.setAttribute('aria-label', options.label);
    this.#listen();
  }

  get camera(): Camera {
    const { x, y, width } = this.#viewport.getBounds(true);
    const size = this.size;
    const zoom = size.width / (width * this.#width);
    return { x: x * this.#width + size.width / zoom / 2, y: y * this.#width + size.height / zoom / 2, zoom };
  }

  /** Of the view, in screen pixels. */
  get size(): Size {
    const { x, y } = this.#viewport.getContainerSize();
    return { width: x, height: y };
  }

  /** Goes to where the camera says, as far as the slide goes. */
  moveTo({ x, y, zoom }: Camera, immediately = false): void {
    const viewport = this.#viewport;
    viewport.zoomTo((zoom * this.#width) / this.size.width, undefined, immediately);
    viewport.panTo(this.#toViewport({ x, y }), immediately);
    viewport.applyConstraints(immediately);
  }

  zoomTo(zoom: number): void {
    this.#viewport.zoomTo((zoom * this.#width) / this.size.width);
    this.#viewport.applyConstraints();
  }

  zoomBy(factor: number): void {
    this.#viewport.zoomBy(factor);
    this.#viewport.applyConstraints();
  }

  /** @param dx, dy Screen pixels. */
  panBy(dx: number, dy: number): void {
    this.#viewport.panBy(this.#viewport.deltaPointsFromPixels(new OpenSeadragon.Point(dx, dy)));
    this.#viewport.applyConstraints();
  }

  /** Shows the whole slide. */
  goHome(): void {
    this.#viewport.goHome();
  }

  /** Goes to an area that it does not show well yet, at its magnification if that is to be kept. */
  reveal(area: SlideArea, keepsZoom: boolean): void {
    const to = fitCamera(this.camera, this.size, area, keepsZoom);
    if (to) this.moveTo(to);
  }

  /** Shows an area with what lies around it at once. */
  openAt(area: SlideArea): void {
    this.moveTo(fitCamera({ ...this.camera, zoom: 0 }, this.size, area) ?? this.camera, true);
  }

  /** Lets keys move the view. */
  focus(): void {
    this.#viewer.canvas.focus({ preventScroll: true });
  }

  destroy(): void {
    this.#tiles.abortAll();
    this.#viewer.destroy();
  }

  get #viewport(): OpenSeadragon.Viewport {
    return this.#viewer.viewport;
  }

  #listen(): void {
    const { element, onMove, onClick, onHover } = this.#options;
    const viewer = this.#viewer;
    viewer.addHandler('update-viewport', () => onMove(this.camera));
    viewer.addHandler('open', () => {
      this.#options.onReady();
      onMove(this.camera);
    });
    viewer.addHandler('resize', () => onMove(this.camera));
    viewer.addHandler('canvas-click', ({ quick, position }) => {
      if (quick) onClick(this.#toSlide(position));
    });
    element.addEventListener('pointerleave', () => onHover(undefined));
    element.addEventListener('pointermove', ({ clientX, clientY, pointerType }) => {
      const { left, top } = element.getBoundingClientRect();
      if (pointerType === 'mouse') onHover(this.#toSlide(new OpenSeadragon.Point(clientX - left, clientY - top)));
    });
    viewer.addHandler('animation-finish', () => this.#tiles.abortOutside(this.#viewport.getBounds()));
    viewer.addHandler('canvas-press', ({ originalEvent, position }) => {
      const isWanted = this.isDrawing || (originalEvent as PointerEvent).shiftKey;
      this.#drawnFrom = isWanted ? this.#toSlide(position) : undefined;
    });
    viewer.addHandler('canvas-drag', (event) => {
      if (!this.#drawnFrom) return;
      event.preventDefaultAction = true;
      this.#options.onDrawing(this.#between(this.#drawnFrom, this.#toSlide(event.position)));
    });
    viewer.addHandler('canvas-drag-end', (event) => {
      if (!this.#drawnFrom) return;
      // A fast drag would throw the view on.
      event.preventDefaultAction = true;
      this.#finishDrawing(this.#between(this.#drawnFrom, this.#toSlide(event.position)));
    });
    viewer.addHandler('canvas-pinch', () => this.giveUpDrawing());
  }

  /** Forgets the rectangle that is being drawn. */
  giveUpDrawing(): void {
    this.#drawnFrom = undefined;
    this.#options.onDrawing(undefined);
  }

  #finishDrawing(area: SlideArea): void {
    this.giveUpDrawing();
    if (area.width > 0 && area.height > 0) this.#options.onDrawn(area, this.camera.zoom);
  }

  /** The rectangle between two corners, in whole pixels of the slide. */
  #between(from: Point, to: Point): SlideArea {
    const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
    const left = within(Math.min(from.x, to.x), this.#width);
    const top = within(Math.min(from.y, to.y), this.#height);
    const right = within(Math.max(from.x, to.x), this.#width);
    const bottom = within(Math.max(from.y, to.y), this.#height);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  #toSlide(position: OpenSeadragon.Point): Point {
    const { x, y } = this.#viewport.pointFromPixel(position, true);
    return { x: x * this.#width, y: y * this.#width };
  }

  /** The viewport measures in widths of the slide. */
  #toViewport({ x, y }: Point): OpenSeadragon.Point {
    return new OpenSeadragon.Point(x / this.#width, y / this.#width);
  }
}
