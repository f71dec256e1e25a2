// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../../base/errors.ts';
import type { OpenSlide } from '../../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../../library/schema.ts';
import type { SlideViewerOptions } from './slide-viewer.ts';
import { useSlideViewer, type ViewedSlide } from './use-slide-viewer.ts';
import type { ViewLink } from './view-link.ts';

const { FakeViewer } = vi.hoisted(() => ({
  FakeViewer: class {
    static made: InstanceType<typeof FakeViewer>[] = [];
    isDrawing = false;
    isFocused = false;
    isDestroyed = false;
    readonly options: SlideViewerOptions;
    constructor(options: SlideViewerOptions) {
      this.options = options;
      FakeViewer.made.push(this);
    }
    focus() {
      this.isFocused = true;
    }
    destroy() {
      this.isDestroyed = true;
    }
  },
}));
vi.mock('./slide-viewer.ts', () => ({ SlideViewer: FakeViewer }));
vi.mock('../../../engine/decoding/slide-reader-pool.ts', () => ({ slideReaders: vi.fn() }));

const SLIDE = { path: 'a.svs', info: { micronsPerPixel: 0.5 } } as SlideRecord;
const CAMERA = { x: 1, y: 2, zoom: 3 };

beforeEach(() => {
  FakeViewer.made = [];
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

function renderViewer(change: Partial<ViewedSlide> = {}) {
  const screen = document.createElement('main');
  screen.tabIndex = -1;
  const [element, navigator] = [document.createElement('div'), document.createElement('div')];
  screen.append(element, navigator);
  document.body.append(screen);
  const actions = { onClick: vi.fn(), onHover: vi.fn(), onDrawing: vi.fn(), onDrawn: vi.fn() };
  const initialProps: ViewedSlide = {
    places: { element, navigator },
    slide: SLIDE,
    open: {} as OpenSlide,
    actions,
    isDrawing: false,
    link: undefined,
    ...change,
  };
  return { screen, element, initialProps, ...renderHook((viewed) => useSlideViewer(viewed), { initialProps }) };
}

function made(at = 0) {
  const viewer = FakeViewer.made[at];
  if (!viewer) throw new Error(`no viewer ${at}`);
  return viewer;
}

it('a viewer is made once its places are there, is given when it is ready, and goes with the pane', () => {
  const { result, rerender, unmount, initialProps } = renderViewer({ places: { element: null, navigator: null } });
  expect(FakeViewer.made).toHaveLength(0);
  const places = { element: document.createElement('div'), navigator: document.createElement('div') };
  rerender({ ...initialProps, places });
  expect(result.current.viewer).toBeUndefined();
  act(() => made().options.onReady());
  expect(result.current.viewer).toBe(made());
  rerender({ ...initialProps, places: { ...places }, slide: { ...SLIDE }, isDrawing: true });
  expect(FakeViewer.made).toHaveLength(1);
  expect(made().isDrawing).toBe(true);
  unmount();
  expect(made().isDestroyed).toBe(true);
});

it('it acts by the latest actions', () => {
  const { rerender, initialProps } = renderViewer();
  const later = { ...initialProps.actions, onClick: vi.fn() };
  rerender({ ...initialProps, actions: later });
  made().options.onClick({ x: 1, y: 2 });
  expect(later.onClick).toHaveBeenCalledExactlyOnceWith({ x: 1, y: 2 });
  expect(initialProps.actions.onClick).not.toHaveBeenCalled();
});

it('the camera moves without a render, and a failure is shown until it is forgotten', () => {
  const { result } = renderViewer();
  const { cameras } = result.current;
  act(() => made().options.onMove(CAMERA));
  expect(cameras.getState().camera).toEqual(CAMERA);
  act(() => made().options.onFailure(new AppError('file-unreadable', 'a.svs')));
  expect(result.current.failure).toEqual({ code: 'file-unreadable', detail: 'a.svs' });
  act(() => result.current.forgetFailure());
  expect(result.current.failure).toBeUndefined();
});

it('it takes the focus that the screen has, and no other', () => {
  const focused = renderViewer();
  focused.screen.focus();
  act(() => made().options.onReady());
  expect(made().isFocused).toBe(true);
  cleanup();
  document.body.replaceChildren();
  renderViewer();
  act(() => made(1).options.onReady());
  expect(made(1).isFocused).toBe(false);
});

it('linked views hear of it from its first picture to its last, and who leads them', () => {
  const release = vi.fn();
  const link = { add: vi.fn(() => release), moved: vi.fn(), lead: vi.fn() };
  const { element, unmount } = renderViewer({ link: link as unknown as ViewLink });
  act(() => made().options.onReady());
  expect(link.add).toHaveBeenCalledExactlyOnceWith(made(), 0.5);
  act(() => made().options.onMove(CAMERA));
  expect(link.moved).toHaveBeenCalledExactlyOnceWith(made(), CAMERA);
  element.dispatchEvent(new Event('wheel'));
  expect(link.lead).toHaveBeenCalledExactlyOnceWith(made());
  unmount();
  expect(release).toHaveBeenCalledOnce();
  element.dispatchEvent(new Event('wheel'));
  expect(link.lead).toHaveBeenCalledOnce();
});
