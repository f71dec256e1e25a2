/** What our writers of slides write opens in OpenSlide with the same levels and pixels; and real slides look the same in both. */
import { execFileSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSlide } from '../../src/imaging/slides/open-slide.ts';
import { readArea } from '../../src/imaging/slides/read-area.ts';
import { halve, slideImage } from '../../src/imaging/slides/testing/slide-image.ts';
import { writeLeica } from '../../src/imaging/slides/testing/write-leica.ts';
import { miraxSize, writeMirax } from '../../src/imaging/slides/testing/write-mirax.ts';
import { writeNdpi } from '../../src/imaging/slides/testing/write-ndpi.ts';
import { ventanaSize, writeVentana } from '../../src/imaging/slides/testing/write-ventana.ts';
import { hasPythonModule, PYTHON } from '../setup/python-packages.mjs';
import { sharedFolder } from '../setup/shared-folder.mjs';

vi.mock('../../src/imaging/load-wasm.ts', () => import('../../src/imaging/testing/load-wasm-in-node.ts'));
vi.setConfig({ testTimeout: 120_000 });

const SCRIPT = path.resolve('scripts/slides/openslide_pixels.py');
/** Most that two decoders of JPEG differ. */
const TOLERANCE = 2;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gramscope-openslide-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface ByOpenSlide {
  readonly vendor: string;
  readonly levels: readonly (readonly [number, number])[];
  readonly mpp: string | null;
}

/** Compares every level that we have with OpenSlide's of the same size. */
async function expectSame(file: string, vendor: string, parts: readonly File[] = []): Promise<void> {
  const whole = new File([await openAsBlob(file)], path.basename(file));
  const { info, decodeTile } = await openSlide([whole, ...parts]);
  const theirs: ByOpenSlide = JSON.parse(execFileSync(PYTHON, [SCRIPT, file], { encoding: 'utf8' }));
  expect(theirs.vendor).toBe(vendor);
  expect(info.micronsPerPixel).toBeCloseTo(Number(theirs.mpp), 6);
  for (const [index, level] of info.levels.entries()) {
    const { width, height } = level;
    expect(theirs.levels).toContainEqual([width, height]);
    const pixels = path.join(folder, 'pixels');
    execFileSync(PYTHON, [SCRIPT, file, String(width), pixels]);
    const expected = await readFile(pixels);
    const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
    const area = { x: 0, y: 0, width, height };
    const { data } = await readArea(own, (_, column, row) => decodeTile(index, column, row), area, width, height);
    expect(data.length).toBe(expected.length);
    let most = 0;
    let at = 0;
    for (let i = 0; i < data.length; i++) {
      const difference = Math.abs((data[i] as number) - (expected[i] as number));
      if (difference > most) [most, at] = [difference, i];
    }
    const pixel = Math.floor(at / 3);
    expect(most, `level ${index}, at ${pixel % width}, ${Math.floor(pixel / width)}`).toBeLessThanOrEqual(TOLERANCE);
  }
}

describe.skipIf(!hasPythonModule('openslide'))('OpenSlide has the same levels and pixels', () => {
  it('Hamamatsu NDPI, as we write it', async () => {
    // OpenSlide has nothing of a last row that is lower than a block.
    const image = slideImage(192, 144);
    const file = path.join(folder, 'a.ndpi');
    const levels = [
      { image, lens: 20, interval: 8 },
      { image: halve(image), lens: 10, interval: 12 },
      { image: slideImage(64, 24), lens: -1 },
    ];
    await writeFile(file, await writeNdpi(levels));
    await expectSame(file, 'hamamatsu');
  });

  it('Leica SCN: two areas on a slide', async () => {
    const file = path.join(folder, 'a.scn');
    const areas = [
      { x: 20, y: 30, image: slideImage(100, 70) },
      { x: 190, y: 62, image: slideImage(54, 60) },
    ];
    await writeFile(file, await writeLeica({ width: 260, height: 160 }, areas));
    await expectSame(file, 'leica');
  });

  it('Ventana BIF: camera images that overlap', async () => {
    const file = path.join(folder, 'a.bif');
    const recipe = { tile: 64, overlap: 8, columns: 5, rows: 3 };
    const { width, height } = ventanaSize(recipe);
    await writeFile(file, await writeVentana({ ...recipe, image: slideImage(width, height) }));
    await expectSame(file, 'ventana');
  });

  it('3DHISTECH MIRAX: photographs that overlap, in JPEG, PNG and BMP', async () => {
    const recipe = { columns: 4, rows: 2 };
    const { width, height } = miraxSize(recipe);
    const files = await writeMirax({ ...recipe, image: slideImage(width + 4, height) });
    await mkdir(path.join(folder, 'slide'));
    const parts: File[] = [];
    for (const [name, bytes] of files) {
      await writeFile(path.join(folder, name.endsWith('.mrxs') ? '' : 'slide', name), bytes);
      if (!name.endsWith('.mrxs')) parts.push(new File([bytes], name));
    }
    await expectSame(path.join(folder, 'slide.mrxs'), 'mirax', parts);
  });

  it.skipIf(!sharedFolder())('Hamamatsu NDPI, of a scanner', async () => {
    await expectSame(path.join(sharedFolder() ?? '', 'data/slides-other/fluorescence-tritc.ndpi'), 'hamamatsu');
  });
});
