import path from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:robust -- FOLDER --groups PATTERN [options]

What each step of the Robust profile gains on a labelled folder, with and without the others, and what other ideas would.
Tiles are encoded once, which takes about 16 encodings each, and kept in the system's folder for temporary files, so that
the command can be stopped and given again.

  --groups PATTERN   what matches in a path names the slide (a regular expression)
  --limit N          only N tiles, evenly from labels and slides
  --cached           only the tiles that are encoded already
  --json FILE        every figure
  --markdown FILE    the section of docs/results.md`;

export interface Options {
  readonly folder: string;
  readonly groups: string;
  readonly limit: number | undefined;
  readonly cached: boolean;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
}

/** A command that cannot be carried out as it is written. */
export class UsageError extends Error {}

/**
 * @param base Where relative paths begin.
 * @throws UsageError with a sentence.
 */
export function parseOptions(words: readonly string[], base: string): Options {
  const { values, positionals } = parse(words);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.');
  if (!values.groups || !isPattern(values.groups)) {
    throw new UsageError('--groups needs a regular expression that names the slides.');
  }
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new UsageError(`--limit ${values.limit}: a whole number of tiles.`);
  }
  const file = (name: string | undefined) => (name === undefined ? undefined : path.resolve(base, name));
  return {
    folder: path.resolve(base, folder),
    groups: values.groups,
    limit,
    cached: values.cached,
    json: file(values.json),
    markdown: file(values.markdown),
  };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        groups: text,
        limit: text,
        cached: { type: 'boolean', default: false },
        json: text,
        markdown: text,
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
