import { expect, it } from 'vitest';
import { jobDeclaration, packJob } from './jobs.ts';

it('declares and packs a job in the same order, whatever the order it is given in', () => {
  expect(jobDeclaration('gramProduct')).toBe(
    'struct Job {\n  pixels: u32,\n  channels: u32,\n  slices: u32,\n}\n\n@group(0) @binding(0) var<uniform> job: Job;\n',
  );
  expect([...packJob('gramProduct', { slices: 3, pixels: 1, channels: 2 })]).toEqual([1, 2, 3, 0]);
});

it('puts a list where WGSL aligns it, with zeros behind', () => {
  expect(jobDeclaration('pack')).toContain('  thresholds: u32,\n  ends: array<vec4u, 2>,\n');
  const words = [...packJob('pack', { stride: 1, words: 2, thresholds: 3, ends: [4, 5] })];
  expect(words).toEqual([1, 2, 3, 0, 4, 5, 0, 0, 0, 0, 0, 0]);
});

it('refuses a list that has no room', () => {
  const ends = Array.from({ length: 9 }, (_, at) => at);
  expect(() => packJob('pack', { stride: 0, words: 0, thresholds: 0, ends })).toThrow(RangeError);
});
