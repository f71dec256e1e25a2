import { describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { ShownChannels, SlideInfo } from '../../base/slide.ts';
import type { Stains } from '../../base/stains.ts';
import type { CutRule } from '../../library/schema.ts';
import type { ReadPatch } from '../decoding/patch-reader-pool.ts';
import type { FoundSlide } from '../intake/intake.ts';
import type { FileStamp, ReadOutcome } from './read-files.ts';
import { SlideItems, type SlideReading } from './read-slides.ts';

const RULE: CutRule = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0.25, assumedMicronsPerPixel: undefined };

const patch: ReadPatch = {
  rgb: { width: 256, height: 256, data: new Uint8Array(3) },
  colours: { histogram: new Uint16Array(512), pixelHash: '' },
  thumbnail: new ArrayBuffer(8),
  width: 256,
  height: 256,
};

const STAINS: Stains = { haematoxylin: [0.6, 0.8, 0], eosin: [0, 0.8, 0.6], maxima: [2, 1] };

/** 4 x 2 patches. */
const INFO: SlideInfo = {
  format: 'aperio',
  levels: [{ width: 1024, height: 512, tileWidth: 256, tileHeight: 256, downsample: 1 }],
  micronsPerPixel: 0.5,
  compression: 'JPEG',
  passedOver: [],
};

function slide(path: string, content = 'slide'): FoundSlide {
  const open = async () => new File([content], path, { lastModified: 7 });
  return { path, files: [{ path, open }] };
}

/** Readers of slides whose stains are those of the reference. */
function readersWith(readPatch: SlideReading['readers']['readPatch']): SlideReading['readers'] {
  return { readPatch, estimateStains: async () => STAINS };
}

type Partly = Partial<SlideReading>;

function readingOf(overrides: Partly = {}): SlideReading {
  return {
    rule: RULE,
    size: 256,
    known: new Map(),
    stored: new Map(),
    readers: readersWith(async () => patch),
    normalises: false,
    inspector: {
      async describe({ files }) {
        if ((await files[0].text()) === 'broken') throw new AppError('image-broken', 'cut off');
        return INFO;
      },
      async findTissue({ files }) {
        const hasTissue = (await files[0].text()) !== 'empty';
        return { width: 1, height: 1, tissue: Uint8Array.of(Number(hasTissue)), by: 'colour' as const };
      },
    },
    store: async () => {},
    onPlanned: () => {},
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** Reads everything, one item after another. */
async function readAll(slides: readonly FoundSlide[], overrides: Partly = {}) {
  const items = new SlideItems(slides, readingOf(overrides));
  const outcomes: ReadOutcome[] = [];
  for await (const read of items.items()) outcomes.push(await read());
  return { outcomes, total: items.total };
}

function failuresOf(outcomes: readonly ReadOutcome[]) {
  return outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : []));
}

/** What the library has once `read` of these patches are stored. */
function storedAfter(outcomes: readonly ReadOutcome[]): Map<string, FileStamp> {
  return new Map(outcomes.flatMap((outcome) => (outcome.kind === 'read' ? [[outcome.path, outcome]] : [])));
}

describe('slides of a run', () => {
  it('become patches, row by row, stamped with their file', async () => {
    const { outcomes, total } = await readAll([slide('case/a.svs')]);
    expect(total).toBe(8);
    expect(outcomes).toHaveLength(8);
    expect(outcomes[5]).toEqual({
      kind: 'read',
      path: 'case/a.svs#256,256',
      area: { x: 256, y: 256, width: 256, height: 256 },
      patch,
      fileSize: 5,
      fileModified: 7,
    });
  });

  it('are stored before their first patch is read', async () => {
    const order: string[] = [];
    const store: SlideReading['store'] = async ({ path, patchCount, fingerprint }) => {
      order.push(`${path}: ${patchCount} patches, ${fingerprint.length}`);
    };
    const readPatch = async () => {
      order.push('patch');
      return patch;
    };
    await readAll([slide('a.svs')], { store, readers: readersWith(readPatch) });
    expect(order.slice(0, 2)).toEqual(['a.svs: 8 patches, 64', 'patch']);
  });

  it('are normalised by their own stains, which are stored with them, when the profile says so', async () => {
    const wanted: unknown[] = [];
    const stored: unknown[] = [];
    const readPatch: SlideReading['readers']['readPatch'] = async (_slide, _area, _patchSize, { stains }) => {
      wanted.push(stains);
      return patch;
    };
    const store: SlideReading['store'] = async ({ stains }) => void stored.push(stains);
    await readAll([slide('a.svs')], { readers: readersWith(readPatch), store, normalises: true });
    expect(stored).toEqual([STAINS]);
    expect(wanted).toEqual(new Array(8).fill(STAINS));
    wanted.length = 0;
    await readAll([slide('a.svs')], { readers: readersWith(readPatch), store });
    expect(wanted).toEqual(new Array(8).fill(undefined));
  });

  it('are one line in the report when they cannot be read, or have no tissue', async () => {
    const { outcomes, total } = await readAll([slide('a.svs', 'broken'), slide('b.svs', 'empty'), slide('c.svs')]);
    expect(total).toBe(10);
    expect(failuresOf(outcomes)).toEqual([
      {
        kind: 'failed',
        path: 'a.svs',
        error: { code: 'image-broken', detail: 'cut off' },
        fileSize: 6,
        fileModified: 7,
      },
      {
        kind: 'failed',
        path: 'b.svs',
        error: { code: 'slide-without-patches', detail: '' },
        fileSize: 5,
        fileModified: 7,
      },
    ]);
    expect(outcomes).toHaveLength(10);
  });

  it('go on past a patch that cannot be read, and say how many are missing', async () => {
    const readPatch: SlideReading['readers']['readPatch'] = async (_slide, { x }) => {
      if (x === 256) throw new AppError('image-broken', 'bad tile');
      return patch;
    };
    const { outcomes } = await readAll([slide('a.svs')], { readers: readersWith(readPatch) });
    const failures = failuresOf(outcomes);
    expect(failures).toHaveLength(2);
    expect(failures.at(-1)).toMatchObject({
      path: 'a.svs',
      error: { code: 'image-broken', detail: '2 of 8 patches: bad tile' },
    });
  });

  it('are given up when nothing can be read any more', async () => {
    let tries = 0;
    const readPatch = async () => {
      tries++;
      throw new AppError('image-timeout');
    };
    const { outcomes } = await readAll([slide('a.svs')], { readers: readersWith(readPatch) });
    expect(tries).toBe(5);
    expect(outcomes).toHaveLength(8);
    expect(failuresOf(outcomes).at(-1)?.error).toEqual({ code: 'image-timeout', detail: '8 of 8 patches' });
  });
});

describe('slides that come again', () => {
  const record = { fileSize: 5, fileModified: 7, cut: RULE, patchCount: 8, info: INFO };

  it('are not even opened when all of their patches are stored', async () => {
    const known = storedAfter((await readAll([slide('a.svs')])).outcomes);
    const stored = new Map([['a.svs', record]]);
    const inspector = readingOf({}).inspector;
    const describeSlide = () => Promise.reject(new Error('looked into'));
    const reading = { known, stored, inspector: { ...inspector, describe: describeSlide } };
    const { outcomes, total } = await readAll([slide('a.svs')], reading);
    expect(outcomes).toEqual([{ kind: 'unchanged', patches: 8 }]);
    expect(total).toBe(8);
  });

  it('are read anew in other channels, and slides of one channel are not', async () => {
    const known = storedAfter((await readAll([slide('a.svs')])).outcomes);
    const kindsOf = async (info: SlideInfo, channels?: ShownChannels) => {
      const stored = new Map([['a.svs', { ...record, info }]]);
      const found = { ...slide('a.svs'), ...(channels !== undefined && { channels }) };
      return new Set((await readAll([found], { known, stored })).outcomes.map(({ kind }) => kind));
    };
    const first = { ...INFO, channels: { names: ['a', 'b'], shown: 0 } };
    expect(await kindsOf(first, 'composite')).toEqual(new Set(['read']));
    expect(await kindsOf(first)).toEqual(new Set(['unchanged']));
    expect(await kindsOf(INFO, 'composite')).toEqual(new Set(['unchanged']));
  });

  it('add the patches that are missing', async () => {
    const known = storedAfter((await readAll([slide('a.svs')])).outcomes.slice(0, 3));
    const { outcomes } = await readAll([slide('a.svs')], { known, stored: new Map([['a.svs', record]]) });
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 3 }, () => 'unchanged'),
      ...Array.from({ length: 5 }, () => 'read'),
    ]);
  });

  it('are read anew when the file or the cut has changed', async () => {
    const known = storedAfter((await readAll([slide('a.svs')])).outcomes);
    const countRead = async (found: FoundSlide, cut: CutRule) => {
      const { outcomes } = await readAll([found], { known, stored: new Map([['a.svs', { ...record, cut }]]) });
      return outcomes.filter(({ kind }) => kind === 'read').length;
    };
    expect(await countRead(slide('a.svs', 'changed'), RULE)).toBe(8);
    expect(await countRead(slide('a.svs'), { ...RULE, patchSize: 128 })).toBe(8);
  });
});

it('an ended run is told nothing more', async () => {
  const controller = new AbortController();
  let planned = 0;
  const onPlanned = () => {
    planned++;
    controller.abort();
  };
  const items = new SlideItems([slide('a.svs'), slide('b.svs')], readingOf({ onPlanned, signal: controller.signal }));
  await items.allPlanned();
  expect(planned).toBe(1);
});

it('a cancelled run does not wait for a slide to be looked into', async () => {
  const controller = new AbortController();
  const inspector = { ...readingOf().inspector, describe: () => new Promise<SlideInfo>(() => {}) };
  const reading = readAll([slide('a.svs')], { inspector, signal: controller.signal });
  controller.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
