import { existsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareAssets } from '../assets.mjs';
import { buildApp } from '../setup/build-app.mjs';
import { ensureBrowser } from '../setup/find-browser.mjs';
import { attachTable } from './attach-table.ts';
import { evaluateCases, evaluateCollection, type Reports } from './evaluate-collection.ts';
import { indexFolder } from './index-folder.ts';
import { markdownSection, replaceSection } from './markdown.ts';
import { openApp } from './open-app.ts';
import { type Options, parseOptions, USAGE, UsageError } from './options.ts';
import { printCases, printReport } from './print.ts';
import { takeSome } from './take-some.ts';

const CACHE = path.resolve('.cache/evaluate');

/**
 * The whole command.
 * @param base Where relative paths begin.
 * @returns The exit status: 0, 1 when the work failed, 2 when the command cannot be carried out as it is written.
 */
export async function run(words: readonly string[], base: string): Promise<number> {
  try {
    const options = parseOptions(words, base);
    if (options === 'help') {
      console.log(USAGE);
      return 0;
    }
    if (options.table && !existsSync(options.table.file)) throw new UsageError(`${options.table.file} is not there.`);
    if (!existsSync(options.folder) || !statSync(options.folder).isDirectory()) {
      throw new UsageError(`${options.folder} is not a folder.`);
    }
    await evaluateFolder(options, words);
    return 0;
  } catch (thrown) {
    console.error(`\n${thrown instanceof Error ? thrown.message : String(thrown)}`);
    if (thrown instanceof UsageError) console.error('\nnpm run evaluate -- --help tells more.');
    return thrown instanceof UsageError ? 2 : 1;
  }
}

async function evaluateFolder(options: Options, words: readonly string[]): Promise<void> {
  await ensureBrowser();
  await prepareAssets();
  await buildApp();
  const { limit, labelLevel } = options;
  const folder =
    limit === undefined ? options.folder : await takeSome(options.folder, labelLevel, limit, path.join(CACHE, 'some'));
  const name = collectionName(folder, options);
  const app = await openApp(CACHE, options.engine);
  try {
    await indexFolder(app.page, folder, name, options);
    if (options.table) await attachTable(app.page, name, options.table);
    const evaluated = await evaluateCollection(app.page, name, options);
    const cases = options.table?.by === undefined ? undefined : await evaluateCases(app.page, options.table.target);
    const reports = { ...evaluated, json: { ...evaluated.json, ...cases } };
    console.log(printReport(reports.json));
    if (cases) console.log(printCases(cases));
    await write(reports, options, words);
  } finally {
    await app.close();
  }
}

/** A collection has one profile and one rule for labels and slides, so each of them gets its own. */
function collectionName(folder: string, { settings, labelLevel, slidePattern }: Options): string {
  const labels = labelLevel === 1 ? '' : `, labels of level ${labelLevel}`;
  const views = settings.views ? `, ${settings.views} views` : '';
  const stains = settings.stain ? `, ${settings.stain} by ${slidePattern ?? 'collection'}` : '';
  return `${path.basename(folder)}, ${settings.size} px, ${settings.sampling}${views}${stains}${labels}`;
}

async function write(made: Reports, { reports, published }: Options, words: readonly string[]): Promise<void> {
  const { json } = made;
  if (reports.json) await save(reports.json, `${JSON.stringify(json, undefined, 2)}\n`);
  for (const kind of ['html', 'csv', 'predictions'] as const) {
    const [file, content] = [reports[kind], made[kind]];
    if (file && content) await save(file, content);
  }
  if (reports.markdown)
    await save(reports.markdown, await replaceSection(reports.markdown, markdownSection(json, words, published)));
}

async function save(file: string, content: string | Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(`Written: ${file}`);
}
