/** The words of the command line, checked before anything starts. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  ALL_LAYERS,
  type LayerNumber,
  NAMED_SETTINGS,
  type ProfileName,
  type ProfileSettings,
  SIZE_RANGE,
  type Views,
} from '../../src/barcode/profile.ts';
import type { Protocol } from '../../src/evaluation/protocol.ts';
import { PUBLISHED_SETS, type PublishedSet } from '../../src/evaluation/published.ts';

export const USAGE = `npm run evaluate -- FOLDER [options]

Indexes the images below FOLDER in the built app, in a headless browser, and measures how well they find their own labels.
What is indexed is kept under .cache/evaluate: an interrupted run goes on where it was, and a second one only evaluates.

  --profile standard|robust|paper
                               how images become barcodes (standard)
  --size N                     longer side in pixels instead of the profile's
  --views 4|8                  sum the Gram matrices over the quarter turns, or these and their mirror images
  --layers 2,3,5               layers whose bits are compared (the profile's)
  --protocol leave-out:PATTERN one source (slide, case) left out; what the regular expression matches in the path names it
             leave-case-out    one case left out, as --by names them
             cv5               cvK: stratified cross-validation in K random folds (3, 5 or 10)
             split[:TRAIN,TEST] images in the folder TEST are searched for among those in TRAIN (train,test)
                               give it again to have several side by side; the first one is the report's.
                               Without it: leave-case-out by --by, or leave-out by --slides, then cv5; cv5 alone where neither is given
  --neighbours N               how many of the nearest vote: 1, 3, 5 or 9 (3)
  --lens                       searches by a similarity learned from labels, too, each source through what the others
                               taught it
  --seed N                     deals the folds (1)
  --without-duplicates         identical images never find each other
  --draw                       5,000 queries drawn evenly where there are more, in place of all
  --slides PATTERN             what matches in the path names the slide: for leave-out and for the spread of the figures,
                               and Robust normalises slide by slide (leave-out's)
  --table FILE                 a table that says more of the images; attached as the app finds that it matches
  --by COLUMN                  the column of it that names the case of each image (with --table): whole cases are searched with
                               as well, one left out at a time, and the JSON has case_n, case_top1, case_mv3, case_mv5,
                               case_macro_f1 and case_query_ms
  --target COLUMN              the column of it that is retrieved in place of the labels (with --table)
  --label-level N              which folder level below FOLDER names the label (1)
  --limit N                    only N images, as many of each label as possible
  --engine auto|webgpu|wasm    what computes (auto)
  --published crc|emc|kimia24  puts the paper's figures for that set beside yours in the markdown
  --json FILE, --html FILE, --csv FILE, --markdown FILE
                               reports to keep
  --predictions FILE           a CSV table of every query with its result: labels, votes, hits, distances, source`;

/** A command that cannot be carried out as it is written. */
export class UsageError extends Error {}

export interface Options {
  readonly folder: string;
  readonly profileName: ProfileName;
  readonly settings: ProfileSettings;
  readonly layers: readonly LayerNumber[];
  /** At least one. */
  readonly protocols: readonly Protocol[];
  readonly voters: number;
  readonly withoutDuplicates: boolean;
  readonly withLens: boolean;
  /** Queries are drawn where there are many. */
  readonly draws: boolean;
  readonly labelLevel: number;
  /** What names an image's slide in its path; undefined where each image stands for itself. */
  readonly slidePattern: string | undefined;
  /** A table to attach, and which of its columns name cases and what is retrieved. */
  readonly table:
    | { readonly file: string; readonly by?: string | undefined; readonly target?: string | undefined }
    | undefined;
  readonly limit: number | undefined;
  readonly published: PublishedSet | undefined;
  readonly engine: 'auto' | 'webgpu' | 'wasm';
  readonly reports: Readonly<Partial<Record<ReportKind, string>>>;
}

export type ReportKind = 'json' | 'html' | 'csv' | 'markdown' | 'predictions';

const SETS = Object.keys(PUBLISHED_SETS) as PublishedSet[];

export const REPORT_KINDS: readonly ReportKind[] = ['json', 'html', 'csv', 'markdown', 'predictions'];

/**
 * @param base Where relative paths begin.
 * @returns 'help' when that was asked for.
 * @throws UsageError with a sentence.
 */
export function parseOptions(words: readonly string[], base: string): Options | 'help' {
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  const [folder, ...more] = positionals;
  if (folder === undefined) throw new UsageError('Name the folder to evaluate.');
  if (more.length > 0) throw new UsageError(`One folder at a time: ${more.join(', ')} is too much.`);
  const seed = wholeNumber('--seed', values.seed, 0, 999_999_999);
  const named = oneOf('--profile', values.profile, ['standard', 'robust', 'paper'] as const);
  const size =
    values.size === undefined ? undefined : wholeNumber('--size', values.size, SIZE_RANGE.least, SIZE_RANGE.most);
  const views =
    values.views === undefined ? undefined : (Number(oneOf('--views', values.views, ['4', '8'] as const)) as Views);
  if (named === 'robust' && (size !== undefined || views !== undefined)) {
    throw new UsageError('Robust has a size and views of its own.');
  }
  const settings = { ...NAMED_SETTINGS[named], ...(size !== undefined && { size }), ...(views && { views }) };
  const protocols = (values.protocol ?? usualProtocols(values.slides, values.by)).map((protocol) =>
    parseProtocol(protocol, seed),
  );
  if (values.by === undefined && protocols.some((each) => each.kind === 'leave-out' && each.pattern === undefined)) {
    throw new UsageError('--protocol leave-case-out: say with --by what names the cases.');
  }
  return {
    folder: path.resolve(base, folder),
    profileName: settings.size === NAMED_SETTINGS[named].size && !views ? named : 'custom',
    settings,
    layers: parseLayers(values.layers ?? (settings.layers ?? ALL_LAYERS).join()),
    protocols,
    slidePattern: values.slides ?? protocols.find((protocol) => protocol.kind === 'leave-out')?.pattern,
    voters: Number(oneOf('--neighbours', values.neighbours, ['1', '3', '5', '9'] as const)),
    withoutDuplicates: values['without-duplicates'],
    withLens: values.lens,
    draws: values.draw,
    labelLevel: wholeNumber('--label-level', values['label-level'], 1, 5),
    table: parseTable(values, base),
    limit: values.limit === undefined ? undefined : wholeNumber('--limit', values.limit, 2, 1_000_000),
    published: values.published === undefined ? undefined : oneOf('--published', values.published, SETS),
    engine: oneOf('--engine', values.engine, ['auto', 'webgpu', 'wasm'] as const),
    reports: Object.fromEntries(
      REPORT_KINDS.flatMap((kind) => {
        const file = values[kind];
        return file === undefined ? [] : [[kind, path.resolve(base, file)]];
      }),
    ),
  };
}

/** Where sources are known, leaving one out comes first: it is what a new one will be like. */
function usualProtocols(slides: string | undefined, by: string | undefined): string[] {
  if (by !== undefined) return ['leave-case-out', 'cv5'];
  return slides === undefined ? ['cv5'] : [`leave-out:${slides}`, 'cv5'];
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        profile: { ...text, default: 'standard' },
        size: text,
        views: text,
        layers: text,
        slides: text,
        protocol: { ...text, multiple: true },
        neighbours: { ...text, default: '3' },
        seed: { ...text, default: '1' },
        'without-duplicates': { type: 'boolean', default: false },
        lens: { type: 'boolean', default: false },
        draw: { type: 'boolean', default: false },
        table: text,
        by: text,
        target: text,
        'label-level': { ...text, default: '1' },
        limit: text,
        published: text,
        engine: { ...text, default: 'auto' },
        json: text,
        html: text,
        csv: text,
        markdown: text,
        predictions: text,
        help: { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function parseTable(
  { table, by, target }: { table?: string; by?: string; target?: string },
  base: string,
): Options['table'] {
  if (table !== undefined) return { file: path.resolve(base, table), by, target };
  if (by === undefined && target === undefined) return undefined;
  throw new UsageError('--by and --target name columns of a table: say which with --table FILE.');
}

function parseLayers(text: string): LayerNumber[] {
  const layers = ALL_LAYERS.filter((layer) => text.split(',').includes(String(layer)));
  if (layers.length > 0 && layers.join() === [...new Set(text.split(','))].sort().join()) return layers;
  throw new UsageError(`--layers ${text}: name some of ${ALL_LAYERS.join()}, with commas in between.`);
}

function parseProtocol(text: string, seed: number): Protocol {
  const folds = /^cv(3|5|10)$/.exec(text)?.[1];
  if (folds) return { kind: 'folds', k: Number(folds), seed };
  if (text === 'leave-case-out') return { kind: 'leave-out' };
  if (text.startsWith('leave-out:'))
    return { kind: 'leave-out', pattern: parsePattern(text.slice('leave-out:'.length)) };
  const [train, test] = /^split(?::([^,]+),([^,]+))?$/.exec(text)?.slice(1) ?? [];
  if (text.startsWith('split') && (text === 'split' || test)) {
    return { kind: 'split', train: train ?? 'train', test: test ?? 'test' };
  }
  throw new UsageError(
    `--protocol ${text}: use cv3, cv5, cv10, leave-out:PATTERN, leave-case-out or split:TRAIN,TEST.`,
  );
}

function parsePattern(pattern: string): string {
  try {
    new RegExp(pattern);
  } catch {
    throw new UsageError(`--protocol leave-out:${pattern}: this is not a regular expression.`);
  }
  if (pattern === '') throw new UsageError('--protocol leave-out: needs a pattern that names the groups.');
  return pattern;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`${option} ${text}: a whole number from ${least} to ${most}.`);
}

function oneOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${option} ${text}: one of ${choices.join(', ')}.`);
  return found;
}
