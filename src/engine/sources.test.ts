import { describe, expect, it } from 'vitest';
import { sourceOf } from './sources.ts';

describe('the source of a patch', () => {
  const path = '01_TUMOR/10104_CRC-Prim-HE-10_021.tif';

  it('is its file, its folder, or the part of its path that a pattern names', () => {
    expect(sourceOf(path, { kind: 'file' })).toBe(path);
    expect(sourceOf(path, { kind: 'folder' })).toBe('01_TUMOR/');
    expect(sourceOf(path, { kind: 'pattern', pattern: 'CRC-Prim-HE-\\d+' })).toBe('CRC-Prim-HE-10');
  });

  it('is the file where a pattern does not match or is not a valid expression', () => {
    expect(sourceOf(path, { kind: 'pattern', pattern: 'TCGA' })).toBe(path);
    expect(sourceOf(path, { kind: 'pattern', pattern: '(' })).toBe(path);
    expect(sourceOf(path, { kind: 'pattern', pattern: '' })).toBe(path);
  });
});
