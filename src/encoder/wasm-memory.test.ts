import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { reportMemory } from './wasm-memory.ts';

describe('reportMemory', () => {
  it('gives the result', async () => {
    expect(await reportMemory(async () => 7)).toBe(7);
  });

  it.each([
    new WebAssembly.RuntimeError('Aborted(OOM). Build with -sASSERTIONS for more info.'),
    new WebAssembly.RuntimeError('abort(Cannot enlarge memory arrays)'),
    new RangeError('Array buffer allocation failed'),
  ])('tells a failed allocation: %s', async (thrown) => {
    await expect(reportMemory(() => Promise.reject(thrown))).rejects.toMatchObject({ code: 'device-out-of-memory' });
  });

  it('passes everything else on', async () => {
    for (const thrown of [new AppError('image-too-narrow'), new TypeError('x is not a function')]) {
      await expect(reportMemory(() => Promise.reject(thrown))).rejects.toBe(thrown);
    }
  });
});
