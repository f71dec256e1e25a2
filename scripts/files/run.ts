import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ERROR_TEXTS } from '../../src/base/error-texts.ts';
import { formatsDocument, knownOutcomes } from './formats-table.ts';
import { readManifest } from './manifest.ts';
import { countFile, emptyTally, type FileTally, isByChoice, isExplained } from './tally-files.ts';
import { FileTrier, type TriedFile } from './try-files.ts';

const HELP = `npm run test:files -- FOLDER [--manifest FILE.csv]
npm run test:files -- --formats: writes docs/formats.md from the outcomes of the shared corpora

Takes the files of FOLDER in as the app does when it is dropped, reads them, and prints those that are not as the manifest
has them, a table by format and a last line of JSON. The manifest's columns: name, expected_width, expected_height,
expected_rgb_sha256 (of the RGB bytes; empty where nothing is to be read).
`;

/** @returns The exit status: 0 when no file was wrong, lost, unexplained or the end of a process. */
export async function run(args: readonly string[], callersFolder: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      formats: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.formats) {
    await writeFile('docs/formats.md', formatsDocument(await knownOutcomes()));
    return 0;
  }
  const [given] = positionals;
  if (values.help || !given) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  const folder = path.resolve(callersFolder, given);
  const manifest = values.manifest && (await readManifest(path.resolve(callersFolder, values.manifest)));
  const trier = await FileTrier.start();
  const tried = await trier.try(folder, manifest || new Map(), values.manifest ? [path.basename(values.manifest)] : []);
  await trier.stop();
  for (const file of tried) if (isNoteworthy(file)) console.log(describe(file));
  const total = emptyTally();
  const tallies = new Map<string, FileTally>();
  for (const file of tried) {
    const format = formatOf(file);
    const tally = tallies.get(format) ?? emptyTally();
    tallies.set(format, tally);
    countFile(tally, file);
    countFile(total, file);
  }
  console.table(Object.fromEntries([...tallies].sort(([a], [b]) => (a < b ? -1 : 1))));
  console.log(JSON.stringify(total));
  return total.wrong + total.crashed + total.timed_out + total.unexplained > 0 ? 1 : 0;
}

function isNoteworthy({ outcome, isExpected, error }: TriedFile): boolean {
  return (
    !['exact', 'within_2', 'read', 'skipped'].includes(outcome) ||
    (outcome === 'skipped' && isExpected) ||
    error !== undefined
  );
}

function describe({ path: file, outcome, error, reason, pixels, isExpected }: TriedFile): string {
  const why = error ? `${error.code}: ${ERROR_TEXTS[error.code].sentence} ${error.detail}` : (reason ?? '');
  const words = [
    outcome,
    ...(isExpected && (outcome === 'refused' || outcome === 'skipped')
      ? [isByChoice(error) ? 'by choice' : 'needlessly']
      : []),
    ...(error && !isExplained(error) ? ['unexplained'] : []),
    ...(outcome === 'wrong' && pixels ? [`${pixels.width} x ${pixels.height}`] : []),
    ...(pixels?.difference === undefined ? [] : [`off by ${pixels.difference}`]),
  ];
  return `${file}: ${words.join(', ')}${why && `: ${why}`}`;
}

/** A slide's maker, or a file's ending. */
function formatOf({ path: file, pixels }: TriedFile): string {
  if (pixels?.info) return `slide: ${pixels.info.format}`;
  const ending = path.extname(file).slice(1).toLowerCase();
  return { tiff: 'tif', jpeg: 'jpg', jpe: 'jpg' }[ending] ?? (/^\d*$/.test(ending) ? '(none)' : ending);
}
