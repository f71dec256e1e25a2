import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceSection } from '../../scripts/evaluate/markdown.ts';
import { shownWords } from '../../scripts/evaluate/shown-words.ts';
import { compareSettings } from './compare-settings.ts';
import { CACHE, type EncodedTile, encodeTiles } from './encode-tiles.ts';
import { EntryCache } from './entry-cache.ts';
import { parseOptions, USAGE, UsageError } from './options.ts';
import type { TileEntries } from './part-bits.ts';
import type { Colours } from './parts.ts';
import { comparisonSection } from './report.ts';

/**
 * The whole command.
 * @param base Where relative paths begin.
 * @returns The exit status: 0, or 2 when the command cannot be carried out as it is written.
 */
export async function run(words: readonly string[], base: string): Promise<number> {
  try {
    const options = parseOptions(words, base);
    const tiles = await encodeTiles(options);
    if (tiles.length === 0) throw new UsageError('No tile is encoded yet.');
    console.log(`Comparing settings on ${tiles.length} tiles, which takes minutes.`);
    const entries = { 'as-is': await readAll(tiles, 'as-is'), macenko: await readAll(tiles, 'macenko') };
    const comparison = compareSettings(tiles, entries, options.groups);
    const date = new Date().toISOString().slice(0, 10);
    const section = comparisonSection(comparison, `npm run bench:robust -- ${shownWords(words)}`, date);
    console.log(`\n${section.text}`);
    if (options.json) await save(options.json, `${JSON.stringify(comparison, undefined, 2)}\n`);
    if (options.markdown) await save(options.markdown, await replaceSection(options.markdown, section));
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    console.error(`\n${thrown.message}\n\n${USAGE}`);
    return 2;
  }
}

async function readAll(tiles: readonly EncodedTile[], colours: Colours): Promise<TileEntries[]> {
  const cache = new EntryCache(CACHE);
  const entries: TileEntries[] = [];
  for (const { keys } of tiles) entries.push(await cache.read(keys[colours]));
  return entries;
}

async function save(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(`Written: ${file}`);
}
