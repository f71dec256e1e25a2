// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../../base/errors.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { allowOriginal, readOriginal } from '../../../engine/collection/originals.ts';
import { useOriginal } from './use-original.ts';

vi.mock('../../../engine/collection/originals.ts', () => ({ readOriginal: vi.fn(), allowOriginal: vi.fn() }));

const patch = (path: string) => ({ collectionId: 'c', path }) as Patch;
const settle = () => act(async () => {});

beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function renderOriginal() {
  return renderHook((path: string) => useOriginal(patch(path)), { initialProps: 'a.png' });
}

it('an original is shown, and let go with its patch', async () => {
  vi.mocked(readOriginal).mockResolvedValueOnce({ blob: new Blob() }).mockResolvedValueOnce({ missing: true });
  const { result, rerender } = renderOriginal();
  expect(result.current).toEqual({ status: 'reading' });
  await settle();
  expect(result.current).toEqual({ status: 'there', url: 'blob:1' });
  rerender('b.png');
  await settle();
  expect(URL.revokeObjectURL).toHaveBeenCalledExactlyOnceWith('blob:1');
  expect(result.current).toEqual({ status: 'missing' });
});

it('it is read again once the browser allows it, and a refusal says why', async () => {
  vi.mocked(readOriginal).mockResolvedValueOnce({ needsPermission: true }).mockResolvedValueOnce({ blob: new Blob() });
  vi.mocked(allowOriginal)
    .mockResolvedValueOnce(false)
    .mockResolvedValueOnce(true)
    .mockRejectedValueOnce(new AppError('collection-missing'));
  const { result } = renderOriginal();
  await settle();
  const allow = async () => {
    const { current } = result;
    if (current.status !== 'needs-permission') throw new Error(current.status);
    await act(async () => current.allow());
  };
  await allow();
  expect(result.current.status).toBe('needs-permission');
  await allow();
  expect(result.current).toEqual({ status: 'there', url: 'blob:1' });
  vi.mocked(readOriginal).mockResolvedValueOnce({ needsPermission: true });
  const other = renderOriginal();
  await settle();
  const { current } = other.result;
  if (current.status !== 'needs-permission') throw new Error(current.status);
  await act(async () => current.allow());
  expect(other.result.current).toEqual({
    status: 'failed',
    error: { code: 'collection-missing', detail: '' },
  });
});

it('a file that is no image any more says so', async () => {
  vi.mocked(readOriginal).mockRejectedValueOnce(new AppError('image-broken', 'a.png'));
  const { result } = renderOriginal();
  await settle();
  expect(result.current).toEqual({ status: 'failed', error: { code: 'image-broken', detail: 'a.png' } });
});
