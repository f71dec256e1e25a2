import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { CategoryColumn } from '../../../columns/category-column.ts';
import { packPatches } from '../../../columns/patch-chunk.ts';
import { PatchTable } from '../../../columns/patch-table.ts';
import type { SlideRecord } from '../../../library/schema.ts';
import { addCollection } from '../../../library/test-records.ts';
import { questionReport, type ReportedQuestion } from './question-report.ts';

const AREA = { x: 512, y: 256, width: 256, height: 256 };

async function question(part: Partial<ReportedQuestion> = {}): Promise<ReportedQuestion> {
  const stored = await addCollection();
  const columns = [
    { header: 'patient', type: 'identifier', isShown: true },
    { header: 'diagnosis', type: 'category', isShown: true },
    { header: 'case', type: 'category', isShown: true },
  ] as const;
  const facts = { id: 't', name: 'Meier.csv', rows: 2, bytes: 9, attachedAt: 1 };
  const collection = {
    ...stored,
    name: 'Meier <private>',
    sourceRule: { kind: 'column', column: 'case' } as const,
    tables: [{ ...facts, naming: { column: 0, way: 'path' } as const, columns }],
  };
  const table = new PatchTable(stored.id);
  const patch = { label: 'tumour', width: 256, height: 256 };
  table.put(
    packPatches([
      { ...patch, id: 0, path: 'Meier_1.svs#512,256', area: AREA },
      { ...patch, id: 1, path: 'Schulze/2.png' },
    ]),
  );
  table.join('patient', CategoryColumn.of([undefined, 'Anna Meier', 'Otto Schulze'], Uint32Array.of(1, 2)));
  table.join('diagnosis', CategoryColumn.of([undefined, 'adenoma & more'], Uint32Array.of(1, 1)));
  table.join('case', CategoryColumn.of([undefined, 'Meier 17', 'Schulze 4'], Uint32Array.of(1, 2)));
  const slide = { path: 'Meier_1.svs', info: { micronsPerPixel: 0.5 } } as SlideRecord;
  return {
    collection,
    table,
    slides: [slide],
    query: { name: 'Meier 17', ids: [0] },
    hits: [{ name: 'Schulze 4', ids: [1], distance: 12.4 }],
    noun: 'cases',
    vote: '1 of the 1 nearest cases: adenoma',
    settings: [{ name: 'Compared', value: 'all 1 patches' }],
    date: new Date('2026-11-30T12:00:00Z'),
    ...part,
  };
}

async function written(part: Partial<ReportedQuestion>, isAnonymous: boolean): Promise<string> {
  return (await questionReport(await question(part), { isAnonymous })).text();
}

describe('the report of a question', () => {
  it('says what was asked, found, known and set, and that it is no medical device', async () => {
    const html = await written({}, false);
    for (const words of [
      'Meier &#60;private&#62;',
      'Schulze 4',
      'adenoma &#38; more',
      'patient: Otto Schulze',
      'distance 12',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('1 of the 1 nearest cases: adenoma');
    expect(html).toContain('2026-11-30 12:00 UTC');
    expect(html).toContain('Not a medical device');
  });

  it('has numbers in place of names where that is wanted, and no identifier', async () => {
    const html = await written({}, true);
    expect(html).not.toMatch(/Meier|Schulze|Anna|Otto/);
    expect(html).toContain('Case 1');
    expect(html).toContain('Case 2');
    expect(html).toContain('diagnosis: adenoma &#38; more');
    const ofPatches = await written(
      { query: { name: undefined, ids: [0] }, hits: [{ name: undefined, ids: [1], distance: 3 }] },
      true,
    );
    expect(ofPatches).not.toMatch(/Meier|Schulze|Anna|Otto/);
    expect(ofPatches).toContain('Slide 1, at 512, 256');
    expect(ofPatches).toContain('Image 1');
    const outside = { words: 'Meier.png', pictureUrl: 'https://example.org/a.png' };
    const ofOutside = await written({ query: { name: undefined, ids: [], outside } }, true);
    expect(ofOutside).not.toMatch(/Meier|example\.org/);
  });

  it('loads nothing and runs nothing', async () => {
    for (const html of [await written({}, true), await written({}, false)]) {
      expect(html).not.toMatch(/<script|<link|src="(?!data:image\/jpeg)|url\(/);
    }
  });
});
