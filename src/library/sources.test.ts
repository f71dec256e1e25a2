import { describe, expect, it } from 'vitest';
import type { SourceRule } from './schema.ts';
import { sourceNamer } from './sources.ts';

const sourceOf = (path: string, rule: SourceRule) => sourceNamer(rule)({ path });

describe('the source of a patch', () => {
  const path = '01_TUMOR/10104_CRC-Prim-HE-10_021.tif';

  it('is its file, its folder, or the part of its path that a pattern names', () => {
    expect(sourceOf(path, { kind: 'file' })).toBe(path);
    expect(sourceOf(path, { kind: 'folder' })).toBe('01_TUMOR/');
    expect(sourceOf(path, { kind: 'pattern', pattern: 'CRC-Prim-HE-\\d+' })).toBe('CRC-Prim-HE-10');
  });

  it('is the slide of what was cut from one, or what a pattern takes from its path', () => {
    const patch = { path: 'TCGA-CR-7395/a.svs#256,7395', area: { x: 256, y: 7395, width: 256, height: 256 } };
    expect(sourceNamer({ kind: 'file' })(patch)).toBe('TCGA-CR-7395/a.svs');
    expect(sourceNamer({ kind: 'folder' })(patch)).toBe('TCGA-CR-7395/');
    expect(sourceNamer({ kind: 'pattern', pattern: '\\d+(?=[^/]*$)' })(patch)).toBe('TCGA-CR-7395/a.svs');
  });

  it('is the file where a pattern does not match or is not a valid expression', () => {
    expect(sourceOf(path, { kind: 'pattern', pattern: 'TCGA' })).toBe(path);
    expect(sourceOf(path, { kind: 'pattern', pattern: '(' })).toBe(path);
    expect(sourceOf(path, { kind: 'pattern', pattern: '' })).toBe(path);
  });
});
