/** Reads the file that each message names or holds and reports how it went; run as a child process, which can be killed. */
import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { toErrorReport } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideFiles } from '../../base/slide.ts';
import { decodeImage } from '../decode-image.ts';
import { detectSlide } from '../slides/detect-slide.ts';
import { SlideReader } from '../slides/slide-reader.ts';

const context = { signal: new AbortController().signal, progress: () => {} };

/** A file of a slide that has several. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A path, the content of a file, or a slide of several files. */
export type ToDecode = string | Uint8Array | readonly NamedBytes[];

process.on('message', async (file: ToDecode) => {
  const before = startWatching();
  const outcome = await outcomeOf(file);
  process.send?.({ outcome, tookBytes: Math.max(0, peakBytes() - before) });
});

/** Reads an image or a slide, as intake tells them apart. */
async function outcomeOf(file: ToDecode): Promise<string> {
  try {
    const images = await imagesOf(file);
    for await (const { width, height, data } of images) if (data.length !== width * height * 3) return 'wrong size';
    return 'image';
  } catch (thrown) {
    return toErrorReport(thrown).code;
  }
}

async function imagesOf(file: ToDecode): Promise<AsyncIterable<RgbImage> | Iterable<RgbImage>> {
  if (typeof file !== 'string' && !(file instanceof Uint8Array)) {
    return readSlide(file.map(({ name, bytes }) => new File([bytes], name)) as unknown as SlideFiles);
  }
  // As the browser gives it: what is not read yet takes no memory.
  const blob = typeof file === 'string' ? await openAsBlob(file) : new Blob([file as Uint8Array<ArrayBuffer>]);
  const { kind } = await detectSlide(blob);
  return kind === 'slide' ? readSlide([blob]) : [await decodeImage(blob)];
}

/** What a run and a viewer read: tiles at the corners of every level, where there is tissue, a patch, the whole. */
async function* readSlide(files: SlideFiles): AsyncGenerator<RgbImage> {
  const reader = new SlideReader();
  const source = { key: 'slide', files };
  const { levels } = await reader.describe(source, context);
  for (const [level, { width, height, tileWidth, tileHeight }] of levels.entries()) {
    for (const column of [0, Math.ceil(width / tileWidth) - 1]) {
      for (const row of [0, Math.ceil(height / tileHeight) - 1]) {
        yield (await reader.readTile({ ...source, level, column, row }, context)).value;
      }
    }
  }
  await reader.findTissue(source, context);
  const area = { x: 7, y: 5, width: 64, height: 64 };
  yield (await reader.readArea({ ...source, area, width: 48, height: 48 }, context)).value;
  yield (await reader.overview({ ...source, maxSide: 64 }, context)).value;
}

/** Forgets the process's peak where the system can. @returns Bytes that the process takes now. */
function startWatching(): number {
  try {
    // Linux: sets the peak to what is taken now.
    writeFileSync('/proc/self/clear_refs', '5');
    return peakBytes();
  } catch {
    return process.memoryUsage.rss();
  }
}

/** Most bytes that the process has taken. What the system counts for it by itself would begin with its parent's. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
