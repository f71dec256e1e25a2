import { expect, it, vi } from 'vitest';
import { SlideReader } from './slide-reader.ts';
import { oneSlideOfEach, PATIENT } from './testing/one-slide-of-each.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const context = { signal: new AbortController().signal, progress: () => {} };

it('nothing that is kept of a slide tells whose it is, and label and macro are counted, not read', async () => {
  const telling: string[] = [];
  for (const [name, file] of await oneSlideOfEach()) {
    if (new TextDecoder('latin1').decode(file).includes(PATIENT.id)) telling.push(name);
    const info = await new SlideReader().describe({ key: name, files: [new Blob([file])] }, context);
    const kept = JSON.stringify(info);
    expect(kept, name).not.toContain(PATIENT.name);
    expect(kept, name).not.toContain(PATIENT.id);
    const facts = ['format', 'levels', 'micronsPerPixel', 'compression', 'passedOver'];
    expect(facts, name).toEqual(expect.arrayContaining(Object.keys(info)));
    expect(
      info.levels.every(({ width }) => width > 30),
      name,
    ).toBe(true);
  }
  expect(telling).toEqual([
    'tissue.svs',
    'uncompressed.dicom',
    'jpeg.dicom',
    'run-lengths.dicom',
    'jpeg-ls.dicom',
    'jpeg-ls-planes.dicom',
    'htj2k.dicom',
  ]);
});
