import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/base/seeded-random.ts';
import type { ToDecode } from '../../src/imaging/testing/decode-in-child.ts';
import { KillableDecoder } from '../../src/imaging/testing/killable-decoder.ts';
import { oneOfEach } from '../../src/imaging/testing/one-of-each.ts';
import { sharedFolder } from '../setup/shared-folder.mjs';
import { makeBombs } from './bombs.ts';
import { SLIDE_FORMATS, slideMutator } from './hostile-slides.ts';
import { mutate } from './mutate.ts';
import { count, emptyTally, type Tally } from './tally.ts';

const HELP = `npm run test:hostile [-- FOLDER] [--mutations 500] [--seed 1]

Tries the app's decoders on bad files: those of FOLDER, or the known bad ones beside the project, decompression bombs
and, of every format of images and of slides, so many good files made bad. Prints a table and a last line of JSON.
`;

/** Milliseconds. */
const TIME_LIMIT = 10_000;

interface NamedFile {
  readonly name: string;
  readonly file: ToDecode;
}

/** @returns The exit status: 0 when every file gave an image or a reason. */
export async function run(args: readonly string[], callersFolder: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mutations: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [folder] = positionals;
  const files = folder
    ? filesOf(path.resolve(callersFolder, folder))
    : hostileFiles(Number(values.mutations), Number(values.seed));
  const tallies = await tryAll(files);
  const total = sum([...tallies.values()]);
  console.table(Object.fromEntries([...tallies].sort()));
  console.log(JSON.stringify(total));
  return total.crashed + total.timed_out + total.silent > 0 ? 1 : 0;
}

/** The tally of each format, by the ending of its files' names. */
async function tryAll(files: AsyncIterable<NamedFile>): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  const decoder = await KillableDecoder.start(TIME_LIMIT);
  for await (const { name, file } of files) {
    const ending =
      path
        .extname(name)
        .toLowerCase()
        .replace(/^\.tiff$/, '.tif')
        .replace(/^\.jpeg$/, '.jpg') || '(none)';
    const tally = tallies.get(ending) ?? emptyTally();
    tallies.set(ending, tally);
    const report = await decoder.decode(file);
    const before = tally.crashed + tally.timed_out + tally.silent;
    count(tally, report);
    if (tally.crashed + tally.timed_out + tally.silent > before) console.log(`${name}: ${report.outcome}`);
  }
  decoder.stop();
  return tallies;
}

async function* filesOf(folder: string): AsyncGenerator<NamedFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    yield { name: path.relative(folder, file), file };
  }
}

async function* hostileFiles(mutations: number, seed: number): AsyncGenerator<NamedFile> {
  const shared = sharedFolder();
  if (shared) yield* filesOf(path.resolve(shared, 'corpora/bad-images'));
  for (const [name, file] of await makeBombs()) yield { name, file };
  const good = await oneOfEach();
  const random = seededRandom(seed);
  const endings = [...good.keys()].map((name) => path.extname(name));
  for (const [name, file] of good) {
    const share = mutations / endings.filter((ending) => ending === path.extname(name)).length;
    for (let i = 0; i < share; i++)
      yield { name: `${name} mutation ${i}${path.extname(name)}`, file: mutate(file, random) };
  }
  for (const format of SLIDE_FORMATS) {
    const next = await slideMutator(format, random);
    for (let i = 0; i < mutations; i++) yield { name: `slide mutation ${i}.${format}`, file: next(i) };
  }
}

function sum(tallies: readonly Tally[]): Tally {
  const total = emptyTally();
  const keys = Object.keys(total) as (keyof Tally)[];
  for (const tally of tallies) for (const key of keys) total[key] += tally[key];
  return total;
}
