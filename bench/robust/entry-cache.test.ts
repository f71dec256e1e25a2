import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { EntryCache, entryKey } from './entry-cache.ts';

it('gives back what was written, and knows what was not', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gramscope-test-'));
  const cache = new EntryCache(path.join(folder, 'entries'));
  const entries = Float32Array.of(1.5, -2, 1e9);
  await cache.write('one', entries);
  expect([cache.has('one'), cache.has('other')]).toEqual([true, false]);
  expect(await cache.read('one')).toEqual(entries);
  rmSync(folder, { recursive: true });
});

it('tells files and what they are encoded with apart', () => {
  const keys = [
    entryKey(['weights', 256], Uint8Array.of(1)),
    entryKey(['weights', 256], Uint8Array.of(2)),
    entryKey(['weights', 256, 'stains'], Uint8Array.of(1)),
  ];
  expect(new Set(keys).size).toBe(3);
});
