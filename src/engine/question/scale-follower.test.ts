import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import { type MeasureScale, ScaleFollower } from './scale-follower.ts';
import { scaleStore } from './scale-store.ts';

const scale = { pairKind: 'across-sources', patches: 5 } as DistanceScale;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A measure that takes so long. */
function measureIn(milliseconds: number) {
  return vi.fn<MeasureScale>(() => new Promise((resolve) => setTimeout(() => resolve(scale), milliseconds)));
}

it('measures once what changes at once', async () => {
  const measure = measureIn(10);
  const follower = new ScaleFollower(measure, scaleStore);
  for (let change = 0; change < 20; change++) {
    follower.change();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(measure).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(measure).toHaveBeenCalledTimes(1);
  expect(scaleStore.getState()).toEqual({ status: 'measured', scale, error: undefined });
});

it('takes no more than a tenth of the time, however often something changes', async () => {
  const measure = measureIn(500);
  const follower = new ScaleFollower(measure, scaleStore);
  follower.change();
  await vi.advanceTimersByTimeAsync(1_000);
  for (let second = 0; second < 60; second++) {
    follower.change();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(measure.mock.calls.length).toBeGreaterThan(5);
  expect(measure.mock.calls.length * 500).toBeLessThanOrEqual(61_000 / 10 + 500);
});

it('measures again what has changed meanwhile, and keeps the scale until then', async () => {
  const measure = measureIn(50);
  const follower = new ScaleFollower(measure, scaleStore);
  follower.change();
  await vi.advanceTimersByTimeAsync(420);
  follower.change();
  await vi.advanceTimersByTimeAsync(100);
  expect(scaleStore.getState().scale).toBe(scale);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(measure).toHaveBeenCalledTimes(2);
});

it('says when there is too little to tell, or that it failed', async () => {
  const measure = vi.fn<MeasureScale>().mockResolvedValueOnce(undefined);
  measure.mockRejectedValueOnce(new AppError('storage-failed', 'broken'));
  const follower = new ScaleFollower(measure, scaleStore);
  follower.change();
  await vi.advanceTimersByTimeAsync(500);
  expect(scaleStore.getState()).toMatchObject({ status: 'too-few', scale: undefined });
  follower.change();
  await vi.advanceTimersByTimeAsync(500);
  expect(scaleStore.getState()).toMatchObject({ status: 'failed', error: { code: 'storage-failed' } });
});

it('says that it is being measured, not that there is too little to tell, as soon as more has come', async () => {
  const results = [undefined, undefined, scale];
  const measure = vi.fn<MeasureScale>(
    () => new Promise((resolve) => setTimeout(() => resolve(results[measure.mock.calls.length - 1]), 50)),
  );
  const follower = new ScaleFollower(measure, scaleStore);
  follower.change();
  await vi.advanceTimersByTimeAsync(500);
  expect(scaleStore.getState().status).toBe('too-few');
  follower.change();
  expect(scaleStore.getState().status).toBe('measuring');
  // More comes while too little of it is measured.
  await vi.advanceTimersByTimeAsync(410);
  follower.change();
  await vi.advanceTimersByTimeAsync(100);
  expect(measure).toHaveBeenCalledTimes(2);
  expect(scaleStore.getState().status).toBe('measuring');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(scaleStore.getState()).toEqual({ status: 'measured', scale, error: undefined });
});

it('ends with its collection', async () => {
  const measure = measureIn(50);
  const follower = new ScaleFollower(measure, scaleStore);
  follower.change();
  await vi.advanceTimersByTimeAsync(420);
  follower.end();
  expect(measure.mock.calls[0]?.[0].aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(scaleStore.getState()).toEqual({ status: 'measuring', scale: undefined, error: undefined });
  follower.change();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(measure).toHaveBeenCalledTimes(1);
});
