import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { dismissUnforeseen, hearUnforeseen, unforeseenStore } from './unforeseen.ts';

const page = new EventTarget();
let stop = () => {};
beforeEach(() => {
  stop = hearUnforeseen(page);
});
afterEach(() => {
  stop();
  dismissUnforeseen();
});

const shown = () => unforeseenStore.getState().error;
const reject = (reason: unknown) => page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
const fail = (error: unknown) => page.dispatchEvent(Object.assign(new Event('error'), { error }));

it('hears a promise that nobody awaits, and an error that nobody catches', () => {
  reject(new TypeError('no such thing'));
  expect(shown()).toEqual({ code: 'unexpected', detail: 'no such thing' });
  fail(new AppError('storage-failed', 'disk'));
  expect(shown()).toEqual({ code: 'storage-failed', detail: 'disk' });
  dismissUnforeseen();
  expect(shown()).toBeUndefined();
});

it('passes over a worker that was ended, what a person stopped, and what the browser says without an error', () => {
  reject(new AppError('worker-stopped'));
  reject(new DOMException('stopped', 'AbortError'));
  fail(null);
  expect(shown()).toBeUndefined();
  // A worker that died by itself is something else.
  reject(new AppError('worker-crashed'));
  expect(shown()?.code).toBe('worker-crashed');
});

it('hears no more when it has ended', () => {
  stop();
  reject(new Error());
  expect(shown()).toBeUndefined();
});
