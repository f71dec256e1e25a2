// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../../base/errors.ts';
import { encodeRegion } from '../../../engine/question/region.ts';
import type { CollectionRecord, SlideRecord } from '../../../library/schema.ts';
import type { QueryId } from '../../../ui/routes.ts';
import { useRegion } from './use-region.ts';

vi.mock('../../../engine/question/region.ts', () => ({ encodeRegion: vi.fn() }));

const COLLECTION = { id: 'c', profile: {} } as CollectionRecord;
const SLIDE = { collectionId: 'c', path: 'a.svs', fingerprint: '1' } as SlideRecord;
const BARCODE = Uint8Array.of(1);

function region(x = 0): QueryId {
  return { kind: 'region', slidePath: 'a.svs', area: { x, y: 0, width: 9, height: 9 } };
}

function renderRegion(queryId: QueryId | undefined, slides: readonly SlideRecord[] | undefined = [SLIDE]) {
  return renderHook(({ queryId, slides }) => useRegion(COLLECTION, queryId, slides), {
    initialProps: { queryId, slides },
  });
}

let revoked: string[] = [];

beforeEach(() => {
  revoked = [];
  let urls = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${++urls}`);
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => revoked.push(url));
  vi.mocked(encodeRegion).mockReset();
  vi.mocked(encodeRegion).mockImplementation(async () => ({
    barcode: BARCODE,
    variety: 0.5,
    preview: new Blob(),
    width: 9,
    height: 9,
  }));
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('a region is encoded once, and its preview is let go with it', async () => {
  const { result, rerender, unmount } = renderRegion(region());
  expect(result.current?.progress).toEqual({ status: 'encoding' });
  await act(async () => {});
  expect(result.current?.progress).toMatchObject({ status: 'ready', barcode: BARCODE, previewUrl: 'blob:1' });
  rerender({ queryId: region(), slides: [{ ...SLIDE }] });
  await act(async () => {});
  expect(encodeRegion).toHaveBeenCalledOnce();
  rerender({ queryId: region(5), slides: [SLIDE] });
  expect(result.current?.progress).toEqual({ status: 'encoding' });
  await act(async () => {});
  expect(revoked).toEqual(['blob:1']);
  unmount();
  expect(revoked).toEqual(['blob:1', 'blob:2']);
});

it('it waits for the list of slides, and fails where its slide is not among them', async () => {
  const { result, rerender } = renderRegion(region(), []);
  await act(async () => {});
  expect(result.current?.progress).toMatchObject({
    status: 'failed',
    error: { code: 'slide-missing', detail: 'a.svs' },
  });
  rerender({ queryId: region(), slides: [SLIDE] });
  await act(async () => {});
  expect(result.current?.progress.status).toBe('ready');
  const waiting = renderHook(() => useRegion(COLLECTION, region(), undefined));
  expect(waiting.result.current?.progress).toEqual({ status: 'encoding' });
  expect(encodeRegion).toHaveBeenCalledOnce();
});

it('what went wrong can be tried again', async () => {
  vi.mocked(encodeRegion).mockRejectedValueOnce(new AppError('folder-permission', 'a.svs'));
  const { result } = renderRegion(region());
  await act(async () => {});
  expect(result.current?.progress).toMatchObject({ status: 'failed', error: { code: 'folder-permission' } });
  act(() => result.current?.tryAgain());
  expect(result.current?.progress).toEqual({ status: 'encoding' });
  await act(async () => {});
  expect(result.current?.progress.status).toBe('ready');
});

it('anything else that is searched with is no region', () => {
  expect(renderRegion({ kind: 'patch', patchId: 1 }).result.current).toBeUndefined();
  expect(encodeRegion).not.toHaveBeenCalled();
});
