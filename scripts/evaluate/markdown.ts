/** docs/results.md: one section a collection, each made by the command that it names. */
import { readFile } from 'node:fs/promises';
import type { JsonEvaluation, JsonReport, JsonRow } from '../../src/engine/evaluation/report-json.ts';
import { PUBLISHED_SETS, type PublishedSet, publishedAccuracy } from '../../src/evaluation/published.ts';
import { evennessOf } from './evenness-of.ts';
import { figureRows } from './figure-rows.ts';
import { type LensRow, lensRows } from './lens-rows.ts';
import { markdownTable } from './markdown-table.ts';
import { REPORT_KINDS } from './options.ts';
import { percent } from './percent.ts';
import { shownWords, withoutReports } from './shown-words.ts';

const HEAD = `# Results

Made by the commands that each section names, except for the sections of words that read them. In percent,
± the sample deviation over folds or left-out slides, with the 95 % interval over slides in brackets. In the first table of a section, of the chosen setting,
each query counts the same; in the second, of every setting, each random fold does, as in the paper. "Published" is
Table 1 of arXiv 2111.15519 on its own whole set, at 512 px with all bits: more images of a set make its figures higher.
`;

/** A reader makes the section again without them. */
const OTHER_REPORTS = REPORT_KINDS.filter((kind) => kind !== 'markdown');

export interface Section {
  readonly title: string;
  readonly text: string;
}

/** @param words The command line that made the report. */
export function markdownSection(
  report: JsonReport,
  words: readonly string[],
  published: PublishedSet | undefined,
): Section {
  const { collection, date, gramscope, profile, n, evaluations } = report;
  const protocols = [...new Set(report.rows.map(({ protocol }) => protocol))];
  const learned = lensRows(report);
  // A section of its own: that of the figures was made by another command.
  const title = `## ${collection}${learned.length > 0 ? ', learned from labels' : ''}`;
  const head = [
    title,
    '',
    `${n} queries, ${evennessOf(report)}; ${date.slice(0, 10)}; Gramscope ${gramscope}; ${seedWords(evaluations)}images at ${profile.size} px, ` +
      `${profile.sampling === 'full' ? 'all' : profile.sampling} entries a layer, median ${profile.binarisation}, ${profile.views ? `${profile.views} views, ` : ''}weights \`${profile.weightsId.slice(0, 12)}\`; chance ${chanceWords(report.rows)}.`,
    '',
    `\`npm run evaluate -- ${shownWords(withoutReports(words, OTHER_REPORTS))}\``,
    '',
  ];
  if (learned.length > 0) return { title, text: [...head, lensTable(learned, protocols)].join('\n') };
  const text = [
    ...head,
    markdownTable(
      ['figure', ...evaluations.flatMap(({ protocol }) => [`\`${protocol}\``, 'colour alone'])],
      figureRows(report).map(({ name, key, reached }) => [
        `${name} (\`${key}\`)`,
        ...reached.flatMap(({ barcodes, colour }) => [barcodes, colour]),
      ]),
    ),
    '',
    markdownTable(
      [
        'layers',
        'voters',
        ...protocols.flatMap((protocol) => [`\`${protocol}\``, 'AUC', 'mAP at 10']),
        ...(published ? [`published (${PUBLISHED_SETS[published]})`] : []),
      ],
      settingsOf(report.rows).map((rows) => settingCells(rows, protocols, published)),
    ),
    '',
    ...protocols.map((protocol) => {
      const colour = report.rows.find(
        (row) => row.protocol === protocol && row.colour_accuracy !== null,
      )?.colour_accuracy;
      return `Colour alone, \`${protocol}\`: ${percent(colour ?? null, null)}.`;
    }),
  ].join('\n');
  return { title, text };
}

/** Each source is left out in turn, whatever the protocols are. */
function lensTable(rows: readonly LensRow[], protocols: readonly string[]): string {
  const leftOut = protocols.find((protocol) => protocol.startsWith('leave-out')) ?? protocols[0];
  return markdownTable(
    ['similarity', 'voters', `\`${leftOut}\``, 'gain over sources, points', 'sources up', 'down'],
    rows.map(({ similarity, voters, accuracy, gain }) => [
      similarity,
      `${voters}`,
      accuracy,
      gain?.points ?? '',
      `${gain?.up ?? ''}`,
      `${gain?.down ?? ''}`,
    ]),
  );
}

/** The file with this section in the place of its former self, or at the end. */
export async function replaceSection(file: string, { title, text }: Section): Promise<string> {
  const former = await readFile(file, 'utf8').catch(() => HEAD);
  const sections = former.split(/\n(?=## )/).map((section) => section.trimEnd());
  const at = sections.findIndex((section) => section.split('\n')[0] === title);
  if (at < 0) sections.push(text);
  else sections[at] = text;
  return `${sections.join('\n\n')}\n`;
}

function seedWords(evaluations: readonly JsonEvaluation[]): string {
  const dealt = evaluations.flatMap(({ protocol, seed }) =>
    seed === null ? [] : [`\`${protocol}\` with seed ${seed}; `],
  );
  return [...new Set(dealt)].join('');
}

/** It is less where a slide is left out: the references then have fewer of its labels. */
function chanceWords(rows: readonly JsonRow[]): string {
  const byProtocol = new Map(rows.map(({ protocol, chance }) => [protocol, chance]));
  return [...byProtocol].map(([protocol, chance]) => `${percent(chance, null)} (\`${protocol}\`)`).join(', ');
}

/** Rows of one setting, a protocol each. */
function settingsOf(rows: readonly JsonRow[]): JsonRow[][] {
  const settings = new Map<string, JsonRow[]>();
  for (const row of rows) {
    const key = `${row.layers.join()} ${row.neighbours}`;
    settings.set(key, [...(settings.get(key) ?? []), row]);
  }
  return [...settings.values()];
}

function settingCells(rows: readonly JsonRow[], protocols: readonly string[], set: PublishedSet | undefined): string[] {
  const [first] = rows;
  const published = first?.neighbours === 3 && set ? publishedAccuracy(first.layers, set) : undefined;
  return [
    first?.layers.join(', ') ?? '',
    `${first?.neighbours}`,
    ...protocols.flatMap((protocol) => {
      const row = rows.find((one) => one.protocol === protocol);
      return row
        ? [percent(row.accuracy, row.accuracy_sd), row.auc?.toFixed(4) ?? '–', percent(row.map_at_10, null)]
        : ['–', '–', '–'];
    }),
    ...(set ? [published ? percent(published.accuracy * 100, published.sd && published.sd * 100) : ''] : []),
  ];
}
