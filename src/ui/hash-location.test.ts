// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { setHashView, useHashLocation, useHashView } from './hash-location.ts';

beforeEach(() => {
  history.replaceState(null, '', '#/');
});

const { hrefs } = useHashLocation;

/** The router's side and a screen's. */
function look() {
  const { result } = renderHook(() => ({ location: useHashLocation(), view: useHashView() }));
  const shown = () => ({ path: result.current.location[0], view: result.current.view });
  const navigate = (to: string) => act(() => result.current.location[1](to));
  return { shown, navigate };
}

it('shows what stands in the address, as after a reload or in a second tab', () => {
  history.replaceState(null, '', '#/c/1/p/12?label=tumour&name=a%3Fb');
  expect(look().shown()).toEqual({ path: '/c/1/p/12', view: 'label=tumour&name=a%3Fb' });
});

it('takes the view along within a collection, into no other, and finds it again on coming back', () => {
  const { shown, navigate } = look();
  navigate('/c/1');
  act(() => setHashView('label=tumour'));
  expect(hrefs('/c/1/p/3')).toBe('#/c/1/p/3?label=tumour');
  expect(hrefs('/c/2')).toBe('#/c/2');
  navigate('/c/1/p/3');
  expect(shown()).toEqual({ path: '/c/1/p/3', view: 'label=tumour' });
  navigate('/c/2');
  expect(shown().view).toBe('');
  act(() => setHashView('sort=name'));
  navigate('/settings');
  expect(shown()).toEqual({ path: '/settings', view: '' });
  navigate('/c/1');
  expect(shown().view).toBe('label=tumour');
  navigate('/c/2');
  expect(shown().view).toBe('sort=name');
  expect(location.search).toBe('');
});

it('changes the view in place, so that the way back leads from query to query', () => {
  const { navigate } = look();
  navigate('/c/1/p/3');
  const steps = history.length;
  act(() => setHashView('label=tumour'));
  expect(history.length).toBe(steps);
  navigate('/c/1/p/4');
  expect(history.length).toBe(steps + 1);
});
