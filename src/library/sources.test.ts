import { describe, expect, it } from 'vitest';
import type { SourceRule } from './schema.ts';
import { sourceNamer } from './sources.ts';

const sourceOf = async (path: string, rule: SourceRule) => (await sourceNamer(rule))({ path });

describe('the source of a patch', () => {
  const path = '01_TUMOR/10104_CRC-Prim-HE-10_021.tif';

  it('is its file, its folder, or the part of its path that a pattern names', async () => {
    expect(await sourceOf(path, { kind: 'file' })).toBe(path);
    expect(await sourceOf(path, { kind: 'folder' })).toBe('01_TUMOR/');
    expect(await sourceOf(path, { kind: 'pattern', pattern: 'CRC-Prim-HE-\\d+' })).toBe('CRC-Prim-HE-10');
  });

  it('is the slide of what was cut from one, or what a pattern takes from its path', async () => {
    const patch = { path: 'TCGA-CR-7395/a.svs#256,7395', area: { x: 256, y: 7395, width: 256, height: 256 } };
    expect((await sourceNamer({ kind: 'file' }))(patch)).toBe('TCGA-CR-7395/a.svs');
    expect((await sourceNamer({ kind: 'folder' }))(patch)).toBe('TCGA-CR-7395/');
    expect((await sourceNamer({ kind: 'pattern', pattern: '\\d+(?=[^/]*$)' }))(patch)).toBe('TCGA-CR-7395/a.svs');
    expect((await sourceNamer({ kind: 'pattern', pattern: '(\\w+-)+$' }))(patch)).toBe('TCGA-CR-7395/a.svs');
  });

  it('is the patient of a TCGA barcode, the one of the name before those of folders', async () => {
    const tcga = { kind: 'tcga' } as const;
    expect(await sourceOf('TCGA-AA-0001/tcga-cr-7395-01A-01-TS1.svs', tcga)).toBe('TCGA-CR-7395');
    expect(await sourceOf('TCGA-AA-0001/a.png', tcga)).toBe('TCGA-AA-0001');
    expect(await sourceOf('xTCGA-AA-0001/a.png', tcga)).toBe('xTCGA-AA-0001/a.png');
    expect(await sourceOf('TCGA-AA-00012/a.png', tcga)).toBe('TCGA-AA-00012/a.png');
  });

  it('is the file where a pattern does not match or is not a valid expression', async () => {
    expect(await sourceOf(path, { kind: 'pattern', pattern: 'TCGA' })).toBe(path);
    expect(await sourceOf(path, { kind: 'pattern', pattern: '(' })).toBe(path);
    expect(await sourceOf(path, { kind: 'pattern', pattern: '' })).toBe(path);
  });
});
