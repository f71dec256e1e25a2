import { afterEach, describe, expect, it, vi } from 'vitest';
import { Arena, PAGE_BYTES, SCRATCH_BYTES, scratchAddress } from './memory.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('Arena', () => {
  it('hands out aligned room above the scratch of every thread, and grows for it', () => {
    const arena = new Arena(2);
    const first = arena.allocate(3);
    const second = arena.allocate(10 * PAGE_BYTES);
    expect(first).toBeGreaterThanOrEqual(scratchAddress(1) + SCRATCH_BYTES);
    expect(second).toBe(first + 64);
    expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(second + 10 * PAGE_BYTES);
    arena.floats(second, 3).set([1, 2, 3]);
    expect([...arena.integers(second, 1)]).toEqual([0x3f800000]);
  });

  it('hands the same room out again once it was released', () => {
    const arena = new Arena(1);
    const { mark } = arena;
    const address = arena.allocate(5 * PAGE_BYTES);
    const bytes = arena.memory.buffer.byteLength;
    arena.release(mark);
    expect(arena.allocate(5 * PAGE_BYTES)).toBe(address);
    expect(arena.memory.buffer.byteLength).toBe(bytes);
  });

  it('is content with less address space where a browser refuses much', () => {
    const { Memory } = WebAssembly;
    const asked: (number | undefined)[] = [];
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function create(descriptor) {
      asked.push(descriptor.maximum);
      if ((descriptor.maximum ?? 0) > 8192) throw new RangeError('Out of memory');
      return new Memory(descriptor);
    });
    expect(new Arena(1).allocate(1)).toBe(scratchAddress(1));
    expect(asked).toEqual([24_576, 16_384, 8192]);
  });

  it('says so when memory runs out', () => {
    expect(() => new Arena(1).allocate(2 ** 33)).toThrow(expect.objectContaining({ code: 'device-out-of-memory' }));
  });
});
