// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { allowSlide } from '../../engine/collection/originals.ts';
import { type IndexingState, indexingStore } from '../../engine/indexing/indexing-store.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { type OpenSlide, openSlide } from '../../engine/slides/open-slide.ts';
import { giveToWaiting } from '../../engine/slides/waiting-slides.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { useOpenedSlide } from './use-opened-slide.ts';

vi.mock('../../engine/slides/open-slide.ts', () => ({ openSlide: vi.fn(), findMovedSlides: vi.fn() }));
vi.mock('../../engine/collection/originals.ts', () => ({ allowSlide: vi.fn() }));

const SLIDE = { collectionId: 'c', path: 'a.svs', fingerprint: '1' } as SlideRecord;
const OPEN: OpenSlide = { key: 'a', files: [new File([], 'a.svs')] };
const settle = () => act(async () => {});

beforeEach(() => {
  vi.mocked(openSlide).mockReset();
  vi.mocked(allowSlide).mockReset();
  indexingStore.setState(indexingStore.getInitialState(), true);
});

afterEach(cleanup);

function renderOpened() {
  return renderHook((slide: SlideRecord) => useOpenedSlide(slide), { initialProps: SLIDE });
}

function setPhase(phase: IndexingState['phase']) {
  act(() => indexingStore.setState({ run: { collectionId: 'c', phase } as IndexingState }));
}

it('a slide is opened once, though its record is read again', async () => {
  vi.mocked(openSlide).mockResolvedValue(OPEN);
  const { result, rerender } = renderOpened();
  expect(result.current.opened).toEqual({ status: 'opening' });
  await settle();
  expect(result.current.opened).toEqual({ status: 'open', open: OPEN });
  rerender({ ...SLIDE });
  setPhase('running');
  await settle();
  expect(openSlide).toHaveBeenCalledOnce();
  rerender({ ...SLIDE, fingerprint: '2' });
  expect(result.current.opened).toEqual({ status: 'opening' });
});

it('one that is missing is looked for again when a run begins, goes on or ends, or when a person wants it', async () => {
  vi.mocked(openSlide).mockResolvedValue({ missing: true });
  const { result } = renderOpened();
  await settle();
  expect(result.current.opened).toEqual({ status: 'missing' });
  setPhase('running');
  await settle();
  setPhase('finished');
  await settle();
  expect(openSlide).toHaveBeenCalledTimes(3);
  vi.mocked(openSlide).mockResolvedValue(OPEN);
  act(() => result.current.tryAgain());
  await settle();
  expect(result.current.opened.status).toBe('open');
});

it('one that the browser guards is opened once a person allows it', async () => {
  vi.mocked(openSlide).mockResolvedValueOnce({ needsPermission: true }).mockResolvedValueOnce(OPEN);
  vi.mocked(allowSlide).mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  const { result } = renderOpened();
  await settle();
  for (const status of ['needs-permission', 'open']) {
    const { opened } = result.current;
    if (opened.status !== 'needs-permission') throw new Error(opened.status);
    await act(async () => opened.allow());
    expect(result.current.opened.status).toBe(status);
  }
});

it('what cannot be opened says why', async () => {
  vi.mocked(openSlide).mockRejectedValueOnce(new AppError('collection-missing'));
  const { result } = renderOpened();
  await settle();
  expect(result.current.opened).toEqual({ status: 'failed', error: { code: 'collection-missing', detail: '' } });
});

it('one that is missing reopens with what is given to the page, which is then for nothing else', async () => {
  const given = { slides: [{ path: 'moved.svs' }] } as unknown as Intake;
  vi.mocked(openSlide).mockResolvedValue({ missing: true });
  const { result } = renderOpened();
  await settle();
  await act(async () => expect(await giveToWaiting(given)).toBe(false));
  vi.mocked(openSlide).mockResolvedValue(OPEN);
  await act(async () => expect(await giveToWaiting(given)).toBe(true));
  await settle();
  expect(result.current.opened).toEqual({ status: 'open', open: OPEN });
  expect(await giveToWaiting(given)).toBe(false);
});
