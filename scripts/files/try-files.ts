/** What the app makes of each file of a folder: its own intake and decoders, in a process that can be killed. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ErrorReport } from '../../src/base/errors.ts';
import { KillableChild } from '../../src/imaging/testing/killable-child.ts';
import { writeExpectedPixels } from './independent-pixels.ts';
import type { Expected, ExpectedPixels, Manifest } from './manifest.ts';
import type { Answer, Found, Question, ReadPixels } from './read-in-child.ts';

/**
 * `exact`, `within_2`, `wrong`: beside the manifest's pixels. `read`: the manifest has none. `skipped`: left out by the
 * intake, with a reason. `lost`: the intake
 * neither found nor skipped the file.
 */
export type Outcome =
  | 'exact'
  | 'within_2'
  | 'wrong'
  | 'read'
  | 'refused'
  | 'skipped'
  | 'crashed'
  | 'timed_out'
  | 'lost';

export interface TriedFile {
  /** Below the folder. */
  readonly path: string;
  readonly as: 'image' | 'slide' | 'skipped';
  readonly outcome: Outcome;
  readonly pixels?: ReadPixels;
  readonly error?: ErrorReport;
  /** Why it was skipped. */
  readonly reason?: string;
  /** What a person is told of it, though it is read. */
  readonly note?: string | undefined;
  /** The manifest has pixels. */
  readonly isExpected: boolean;
}

const INTAKE_LIMIT_MS = 600_000;
/** Milliseconds for a file that is read whole. */
const LIMIT_MS = 120_000;
/** Most that lossy decoders differ from one another. */
const LOSSY_TOLERANCE = 2;

type Child = KillableChild<Question, Answer>;

/** Tries the files of one folder after another. */
export class FileTrier {
  readonly #child: Child;
  readonly #scratch: string;

  private constructor(child: Child, scratch: string) {
    this.#child = child;
    this.#scratch = scratch;
  }

  static async start(): Promise<FileTrier> {
    const child: Child = await KillableChild.start(path.join(import.meta.dirname, 'read-in-child.ts'));
    return new FileTrier(child, await mkdtemp(path.join(tmpdir(), 'files-')));
  }

  /**
   * @param except Paths in the folder that are no part of it, such as the manifest.
   * @returns In the order of their paths.
   */
  async try(folder: string, manifest: Manifest = new Map(), except: readonly string[] = []): Promise<TriedFile[]> {
    const answer = await this.#child.ask({ kind: 'intake', folder }, INTAKE_LIMIT_MS);
    if (typeof answer === 'string' || answer.kind !== 'found') {
      throw new Error(`the intake failed: ${JSON.stringify(answer)}`);
    }
    const tried = [
      ...(await tryFound(this.#child, folder, answer.found, manifest, path.join(this.#scratch, 'pixels'))),
      ...(await lostFiles(folder, answer.found)),
    ];
    const notes = new Map(answer.found.notes.map(({ path: file, what }) => [file, what]));
    const told = tried.map((file) => (notes.has(file.path) ? { ...file, note: notes.get(file.path) } : file));
    return told.filter((file) => !except.includes(file.path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async stop(): Promise<void> {
    this.#child.stop();
    await rm(this.#scratch, { recursive: true, force: true });
  }
}

async function tryFound(
  child: Child,
  folder: string,
  { images, slides, masks, skipped }: Found,
  manifest: Manifest,
  scratch: string,
): Promise<TriedFile[]> {
  const expected = (file: string) => manifest.get(file) ?? manifest.get(path.basename(file));
  const at = (file: string) => path.join(folder, file);
  const tried: TriedFile[] = [];
  const wanted = masks.filter((mask) => hasPixels(expected(mask)));
  for (const file of [...images, ...wanted]) {
    const ask = (reference?: string) => child.ask({ kind: 'image', file: at(file), reference }, LIMIT_MS);
    tried.push({ path: file, as: 'image', ...(await compare(ask, at(file), expected(file), scratch)) });
  }
  for (const slide of slides) {
    const files = slide.files.map(at);
    for (const file of slide.files) {
      const pixels = expected(file);
      const size = pixels === 'nothing' ? undefined : pixels;
      const ask = (reference?: string): Promise<Answer | 'timeout' | 'crash'> =>
        slide.unread
          ? Promise.resolve({ kind: 'refused', error: slide.unread })
          : child.ask({ kind: 'slide', files, size, reference }, LIMIT_MS);
      tried.push({ path: file, as: 'slide', ...(await compare(ask, at(file), pixels, scratch)) });
    }
  }
  const leftOut = masks.filter((mask) => !wanted.includes(mask)).map((mask) => ({ path: mask, reason: 'mask' }));
  for (const { path: file, reason } of [...leftOut, ...skipped]) {
    const isExpected = hasPixels(expected(file));
    tried.push({ path: file, as: 'skipped', outcome: 'skipped', reason, isExpected });
  }
  return tried;
}

/** A size alone says how an image should look if it is read, and not that it has a meaning in 8 bits. */
function hasPixels(expected: Expected | undefined): boolean {
  return expected !== undefined && expected !== 'nothing' && expected.sha256 !== '';
}

/** Files on the disk that the intake does not speak of, nor of a folder around them. */
async function lostFiles(folder: string, { images, slides, masks, skipped }: Found): Promise<TriedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const onDisk = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  const spokenOf = new Set([
    ...images,
    ...masks,
    ...slides.flatMap(({ files }) => files),
    ...skipped.map((file) => file.path.replace(/\/$/, '')),
  ]);
  const folders = (file: string) => [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index));
  return onDisk
    .filter((file) => ![file, ...folders(file)].some((each) => spokenOf.has(each)))
    .map((file) => ({ path: file, as: 'skipped', outcome: 'lost', isExpected: false }));
}

/** @param ask Reads the file, and compares its pixels with those in a file. */
async function compare(
  ask: (reference?: string) => Promise<Answer | 'timeout' | 'crash'>,
  file: string,
  expected: Expected | undefined,
  scratch: string,
): Promise<Pick<TriedFile, 'outcome' | 'pixels' | 'error' | 'isExpected'>> {
  const isExpected = hasPixels(expected);
  const answer = await ask();
  if (answer === 'timeout') return { outcome: 'timed_out', isExpected };
  if (answer === 'crash' || answer.kind === 'found') return { outcome: 'crashed', isExpected };
  if (answer.kind === 'refused') {
    const { error } = answer;
    return { outcome: error.code === 'unexpected' ? 'crashed' : 'refused', error, isExpected };
  }
  const { pixels } = answer;
  if (!expected) return { outcome: 'read', pixels, isExpected };
  if (expected === 'nothing') return { outcome: 'wrong', pixels, isExpected };
  if (expected.sha256 === '') return { outcome: hasSize(pixels, expected) ? 'read' : 'wrong', pixels, isExpected };
  if (pixels.sha256 === expected.sha256) return { outcome: 'exact', pixels, isExpected };
  if (pixels.width !== expected.width || pixels.height !== expected.height)
    return { outcome: 'wrong', pixels, isExpected };
  const again = (await writeExpectedPixels(file, expected, scratch)) ? await ask(scratch) : undefined;
  const compared = typeof again === 'object' && again.kind === 'read' ? again.pixels : pixels;
  const isNear = compared.difference !== undefined && compared.difference <= LOSSY_TOLERANCE;
  return { outcome: isNear ? 'within_2' : 'wrong', pixels: compared, isExpected };
}

function hasSize({ width, height }: ReadPixels, expected: ExpectedPixels): boolean {
  return width === expected.width && height === expected.height;
}
