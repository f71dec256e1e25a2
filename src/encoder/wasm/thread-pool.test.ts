import { describe, expect, it } from 'vitest';
import type { Kernel, RunTask } from './kernel.ts';
import { Arena, JOB_ADDRESS, scratchAddress } from './memory.ts';
import { ThreadPool } from './thread-pool.ts';

const unused: RunTask = () => {
  throw new Error('another kind was asked for');
};
const kernel: Kernel = {
  transformKernels: unused,
  convolveFirst: unused,
  transformTiles: unused,
  multiplyTiles: unused,
  multiplySlice: unused,
  sumEntries: unused,
};

describe('ThreadPool', () => {
  it('runs every task of a job once, with its numbers, and counts the time by kind', () => {
    const arena = new Arena(1);
    const numbers = { slices: 11, features: 7, partials: 8, pixels: 9, channels: 10 };
    const tasks: number[] = [];
    const multiplySlice: RunTask = (job, scratch, task) => {
      expect([...arena.integers(job, 5)]).toEqual([7, 8, 9, 10, 11]);
      expect(job).toBe(JOB_ADDRESS);
      expect(scratch).toBe(scratchAddress(0));
      tasks.push(task);
    };
    const pool = new ThreadPool(arena, { ...kernel, multiplySlice }, 0);
    pool.run('multiplySlice', 5, numbers);
    expect(tasks).toEqual([0, 1, 2, 3, 4]);
    pool.run('multiplySlice', 2, numbers);
    expect(tasks).toEqual([0, 1, 2, 3, 4, 0, 1]);
    expect(pool.milliseconds.multiplySlice).toBeGreaterThan(0);
    expect(pool.milliseconds.convolveFirst).toBe(0);
  });
});
