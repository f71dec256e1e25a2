import { existsSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runOrExit } from '../../scripts/setup/run-command.mjs';

const FOLDER = path.join(tmpdir(), 'gramscope-bench-slides');
/** 2220 x 2967 pixels. */
const SOURCE = 'data/slides/CMU-1-Small-Region.pyramid.tif';
const LAYOUT = 'tile,tile-width=256,tile-height=256,pyramid,bigtiff';

/**
 * @param {string} shared The shared folder.
 * @returns {Promise<{ jpeg: string, jpeg2000: string }>} The slides' paths.
 */
export async function makeSlides(shared) {
  mkdirSync(FOLDER, { recursive: true });
  const source = path.join(shared, SOURCE);
  const jpeg = await make('jpeg.tif', source, `compression=jpeg,Q=80,${LAYOUT}`, 46, 27);
  const jpeg2000 = await make('jpeg2000.tif', source, `compression=jp2k,Q=70,${LAYOUT}`, 14, 11, sayYcbcr);
  return { jpeg, jpeg2000 };
}

/**
 * The source, repeated across and down, as a pyramid.
 * @param {string} name
 * @param {string} source
 * @param {string} options Of vips tiffsave.
 * @param {number} across
 * @param {number} down
 * @param {(file: string) => void} [finish] Changes the file before it counts as made.
 */
async function make(name, source, options, across, down, finish = () => {}) {
  const file = path.join(FOLDER, name);
  if (existsSync(file)) return file;
  console.log(`Making ${file} ...`);
  const part = path.join(FOLDER, `part-${name}`);
  await runOrExit('vips', ['replicate', source, `${part}[${options}]`, String(across), String(down)]);
  finish(part);
  renameSync(part, file);
  return file;
}

const COMPRESSION = 259;
const PHOTOMETRIC = 262;

/**
 * libvips writes YCbCr in JPEG 2000 with a number of its own for the compression, and RGB as the colours: this puts down
 * in every directory what is there, as other writers would (33003, 6). Little-endian BigTIFF.
 * @param {string} file
 */
function sayYcbcr(file) {
  const handle = openSync(file, 'r+');
  /** @param {number} at @param {number} length */
  const read = (at, length) => {
    const bytes = Buffer.alloc(length);
    readSync(handle, bytes, 0, length, at);
    return bytes;
  };
  for (let at = Number(read(8, 8).readBigUInt64LE()); at !== 0; ) {
    const entries = Number(read(at, 8).readBigUInt64LE());
    for (let entry = at + 8; entry < at + 8 + entries * 20; entry += 20) {
      const tag = read(entry, 2).readUInt16LE();
      const value = tag === COMPRESSION ? 33003 : tag === PHOTOMETRIC ? 6 : undefined;
      if (value !== undefined) writeSync(handle, Uint16Array.of(value), 0, 2, entry + 12);
    }
    at = Number(read(at + 8 + entries * 20, 8).readBigUInt64LE());
  }
}
