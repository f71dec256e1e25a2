// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../base/errors.ts';
import { useTask } from './use-task.ts';

/** Tasks that are under way, in the order of their starts. */
let started: { key: string; signal: AbortSignal; finish(value: string): Promise<void>; fail(): Promise<void> }[] = [];

afterEach(() => {
  cleanup();
  started = [];
});

function run(key: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    started.push({
      key,
      signal,
      finish: (value) => act(async () => resolve(value)),
      fail: () => act(async () => reject(new AppError('file-unreadable', key))),
    });
  });
}

function renderTask(key: string | undefined) {
  return renderHook((key: string | undefined) => useTask(key, (signal) => run(key ?? '', signal)), {
    initialProps: key,
  });
}

describe('a task', () => {
  it('is done once, however often the screen is drawn', async () => {
    const { result, rerender } = renderTask('a');
    expect(result.current).toMatchObject({ isRunning: true, value: undefined });
    rerender('a');
    await started[0]?.finish('A');
    rerender('a');
    expect(started).toHaveLength(1);
    expect(result.current).toMatchObject({ isRunning: false, value: 'A', last: 'A', error: undefined });
  });

  it('gives way to the next one, and what it finds too late is not taken', async () => {
    const { result, rerender } = renderTask('a');
    rerender('b');
    expect(started.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await started[1]?.finish('B');
    await started[0]?.finish('A');
    expect(result.current.value).toBe('B');
  });

  it('leaves its value in sight until the next one is done', async () => {
    const { result, rerender } = renderTask('a');
    await started[0]?.finish('A');
    rerender('b');
    expect(result.current).toMatchObject({ isRunning: true, value: undefined, last: 'A' });
    await started[1]?.fail();
    expect(result.current).toMatchObject({
      isRunning: false,
      value: undefined,
      last: 'A',
      error: { code: 'file-unreadable', detail: 'b' },
    });
    rerender('a');
    expect(result.current).toMatchObject({ isRunning: true, error: undefined });
  });

  it('that failed is done again when it is wanted', async () => {
    const { result } = renderTask('a');
    await started[0]?.fail();
    expect(result.current.error).toBeDefined();
    act(() => result.current.again());
    expect(result.current).toMatchObject({ isRunning: true, error: undefined });
    await started[1]?.finish('A');
    expect(result.current).toMatchObject({ isRunning: false, value: 'A', error: undefined });
  });

  it('is given up with the screen, and is nothing without a key', () => {
    const { unmount } = renderTask('a');
    unmount();
    expect(started[0]?.signal.aborted).toBe(true);
    const { result } = renderTask(undefined);
    expect(result.current.isRunning).toBe(false);
    expect(started).toHaveLength(1);
  });

  it('is done by the latest function', async () => {
    const [first, second] = [vi.fn(() => Promise.resolve(1)), vi.fn(() => Promise.resolve(2))];
    const { result, rerender } = renderHook(({ key, run }) => useTask(key, run), {
      initialProps: { key: 'a', run: first },
    });
    await act(async () => {});
    rerender({ key: 'a', run: second });
    act(() => result.current.again());
    await act(async () => {});
    expect(result.current.value).toBe(2);
    expect(first).toHaveBeenCalledOnce();
  });
});
