// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useKept, useOnChange, useVersion } from './use-change.ts';

afterEach(cleanup);

it('useOnChange acts on each change, not on the first value and not on other renders', () => {
  const act = vi.fn();
  const { rerender } = renderHook((value: number) => useOnChange(value, () => act(value)), { initialProps: 1 });
  rerender(1);
  expect(act).not.toHaveBeenCalled();
  rerender(2);
  rerender(2);
  rerender(1);
  expect(act.mock.calls).toEqual([[2], [1]]);
});

it('useKept gives the same object as long as it means the same', () => {
  const isSame = (a: { n: number }, b: { n: number }) => a.n === b.n;
  const first = { n: 1 };
  const { result, rerender } = renderHook((value: { n: number }) => useKept(value, isSame), { initialProps: first });
  rerender({ n: 1 });
  expect(result.current).toBe(first);
  const second = { n: 2 };
  rerender(second);
  expect(result.current).toBe(second);
  rerender({ n: 2 });
  expect(result.current).toBe(second);
});

it('useVersion counts the values, and stays while the value does', () => {
  const [first, second] = [{}, {}];
  const { result, rerender } = renderHook((value: object) => useVersion(value), { initialProps: first });
  expect(result.current).toBe(0);
  rerender(first);
  expect(result.current).toBe(0);
  rerender(second);
  expect(result.current).toBe(1);
  rerender(second);
  expect(result.current).toBe(1);
  rerender(first);
  expect(result.current).toBe(2);
});
