import { afterEach, expect, it, vi } from 'vitest';
import { canShareMemory } from './shared-memory.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  { isolated: true, shared: SharedArrayBuffer, expected: true },
  { isolated: false, shared: SharedArrayBuffer, expected: false },
  // WebKitGTK 2.50.
  { isolated: true, shared: undefined, expected: false },
])('isolated: $isolated, SharedArrayBuffer: $shared.name, so: $expected', ({ isolated, shared, expected }) => {
  vi.stubGlobal('crossOriginIsolated', isolated);
  vi.stubGlobal('SharedArrayBuffer', shared);
  expect(canShareMemory()).toBe(expected);
});
