/** Puts what the benchmark times on `window`. */
import type { SlideArea } from '../../../src/base/slide.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { SlideReaderPool } from '../../../src/engine/decoding/slide-reader-pool.ts';

trustOwnScripts();

/** Readers on a machine with two cores. */
const READERS = 2;
const IN_FLIGHT = 8;
const SCREEN = 1024;
const PATCH = 256;

const never = new AbortController().signal;
let pool: SlideReaderPool;

function source() {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('choose a slide first');
  return { key: file.name, files: [file] as const };
}

/** Runs `count` jobs, so many at a time, and returns the seconds they took. */
async function time(count: number, job: (index: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let next = 0;
  const work = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return (performance.now() - start) / 1000;
}

/** Different tiles in rows, from the middle of the slide on. */
async function middle() {
  const [{ width, height, tileWidth, tileHeight }] = (await pool.describe(source(), never)).levels;
  const columns = Math.floor(width / tileWidth);
  const first = Math.floor(height / tileHeight / 2);
  return (index: number) => ({ column: index % columns, row: first + Math.floor(index / columns) });
}

const calls = {
  /** Milliseconds from having the file to having a picture of the whole slide, with workers that are yet to start. */
  async firstView(): Promise<number> {
    const start = performance.now();
    pool = new SlideReaderPool(READERS);
    await pool.describe(source(), never);
    await pool.overview(source(), SCREEN, never);
    return Math.round(performance.now() - start);
  },

  async tilesPerSecond(count: number): Promise<number> {
    const place = await middle();
    await time(READERS * 2, (index) => pool.readTile(source(), 0, place(index).column, place(index).row + 1, never));
    const seconds = await time(count, (index) => {
      const { column, row } = place(index);
      return pool.readTile(source(), 0, column, row + 2, never);
    });
    return Math.round(count / seconds);
  },

  /** As indexing reads them: pixels for the network, colours and a thumbnail of each. */
  async patchesPerSecond(count: number): Promise<number> {
    const place = await middle();
    const seconds = await time(count, (index) =>
      pool.readPatch(source(), areaOf(place(index)), PATCH, { size: PATCH }, never),
    );
    return Math.round(count / seconds);
  },

  /** Milliseconds from a cancel in the middle of reading until every call has ended and a reader answers again. */
  async cancel(): Promise<number> {
    const place = await middle();
    const controller = new AbortController();
    const read = (index: number) =>
      pool.readPatch(source(), areaOf(place(index)), PATCH, { size: PATCH }, controller.signal);
    const running = Array.from({ length: 64 }, (_, index) => read(index).catch(() => {}));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    controller.abort();
    await Promise.all(running);
    await pool.readTile(source(), 0, 0, 0, never);
    return Math.round(performance.now() - start);
  },
};

/** A patch that no cached tile helps with. */
function areaOf({ column, row }: { column: number; row: number }): SlideArea {
  return { x: column * PATCH, y: (row + 40) * PATCH, width: PATCH, height: PATCH };
}

declare global {
  var slideBench: typeof calls;
}

globalThis.slideBench = calls;
