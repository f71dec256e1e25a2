/** The evaluation as one file that needs nothing else: figures, matrix, and the pictures of the mistakes. */
import { cividis, inkOn } from '../../evaluation/cividis.ts';
import type { AskedPatch, Evaluation } from '../../evaluation/evaluation.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import type { MeanSd } from '../../evaluation/mean-sd.ts';
import { protocolTitle } from '../../evaluation/protocol.ts';
import { PRECISION_RANKS, type Scores } from '../../evaluation/scores.ts';
import { readThumbnails } from '../../library/patches.ts';
import type { JsonReport, JsonRow } from './report-json.ts';

/** Mistakes whose pictures are in the file: each adds about 50 kB. */
const MOST_MISTAKES = 100;

/** Pictures beside each mistake. */
const SHOWN_NEIGHBOURS = 3;

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; margin: 0.5rem 0 2rem; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 16px 4px 0; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
thead th { font-weight: 500; vertical-align: bottom; }
.matrix td { min-width: 3em; padding: 6px; text-align: center; }
.scroll { overflow-x: auto; }
.mistake { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 1rem 0; }
figure { width: 150px; margin: 0; overflow-wrap: anywhere; font-size: 12px; line-height: 1.35; }
figure img { display: block; width: 150px; height: 150px; object-fit: contain; }
.query img { outline: 2px solid #c56a00; }
`;

export async function htmlReport(evaluation: Evaluation, json: JsonReport, collectionId: string): Promise<Blob> {
  const mistakes = evaluation.asked.filter(({ truth, predicted }) => predicted !== truth);
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const pictures = await readPictures(evaluation, shown, collectionId);
  const body = [
    `<h1>${escaped(json.collection)}: how well it retrieves its own labels</h1>`,
    `<p>${escaped(protocolTitle(evaluation.protocol))}; the ${json.neighbours} nearest vote; ${json.n} patches ask${drawWords(json)}. ` +
      `${escaped(profileWords(json))} Gramscope ${escaped(json.gramscope)}, ${escaped(json.date)}.</p>`,
    figureTable(evaluation),
    '<h2>Class by class, %</h2>',
    classTable(evaluation),
    '<h2>Confusion matrix</h2><p>Rows: the label of the patch. Columns: what it was taken for.</p>',
    matrix(evaluation),
    '<h2>Settings compared</h2>',
    rowTable(json.rows),
    `<h2>Mistakes</h2><p>${mistakes.length} of ${json.n} patches were given another label${
      mistakes.length > shown.length ? `; the first ${shown.length} are shown` : ''
    }. Left the patch that asked, then those found, nearest first.</p>`,
    ...shown.map((patch) => mistake(evaluation, patch, pictures)),
    `<script type="application/json" id="figures">${JSON.stringify(json).replaceAll('<', '\\u003c')}</script>`,
  ];
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(json.collection)}: evaluation</title><style>${STYLE}</style></head>
<body>
${body.join('\n')}
</body>
</html>
`;
  return new Blob([page], { type: 'text/html;charset=utf-8' });
}

function drawWords({ draw }: JsonReport): string {
  return draw ? `, drawn evenly from ${draw.of} with seed ${draw.seed}` : '';
}

/** Data URLs of the thumbnails that are shown, by library id. */
async function readPictures(
  { patchIds }: Evaluation,
  shown: readonly AskedPatch[],
  collectionId: string,
): Promise<ReadonlyMap<number, string>> {
  const positions = shown.flatMap(({ at, retrieved }) => [at, ...retrieved.slice(0, SHOWN_NEIGHBOURS)]);
  const ids = [...new Set(positions)].flatMap((at) => patchIds[at] ?? []);
  const thumbnails = await readThumbnails(collectionId, ids);
  return new Map([...thumbnails].map(([id, jpeg]) => [id, `data:image/jpeg;base64,${toBase64(jpeg)}`]));
}

function toBase64(buffer: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''));
}

function profileWords({ profile, layers }: JsonReport): string {
  const bits = profile.sampling === 'full' ? 'all bits' : `${profile.sampling} bits a layer`;
  const views = profile.views ? `, summed over ${profile.views} views` : '';
  return `Images at ${profile.size} px, layers ${layers.join(', ')}, ${bits}${views}, median ${profile.binarisation}, weights ${profile.weightsId.slice(0, 12)}.`;
}

function figureTable({ scores, colour, majority, protocol }: Evaluation): string {
  const columns = [figuresOf(scores, protocol), figuresOf(colour, protocol)];
  const rows = FIGURE_NAMES.map((name, at) => [name, ...columns.map((column) => column[at] ?? '')]);
  const chance = `Chance: ${percent(scores.chance)} %; always the most frequent label: ${percent(majority)} %.`;
  return `${table(['', 'Barcodes', 'Colour alone'], rows)}<p>${chance}</p>`;
}

const FIGURE_NAMES = [
  'Accuracy, %',
  'Sensitivity, mean of classes, %',
  'Specificity, mean of classes, %',
  'AUC, mean of classes',
  ...PRECISION_RANKS.map((k) => `Precision at ${k}, %`),
  'Mean average precision at 10, %',
  'Patch-to-scan accuracy, %',
  'Whole-scan accuracy, %',
];

/** In the order of FIGURE_NAMES. */
function figuresOf(scores: Scores, protocol: Evaluation['protocol']): string[] {
  const { accuracy, sensitivity, specificity, auc } = headlineOf(scores, protocol);
  const inPercent = ({ mean, sd }: MeanSd) => withSd(mean && mean * 100, sd && sd * 100);
  const means = [...scores.precisionAt, scores.meanAveragePrecision, scores.etaP, scores.etaW];
  return [...[accuracy, sensitivity, specificity].map(inPercent), withSd(auc.mean, auc.sd, 4), ...means.map(percent)];
}

function classTable({ scores }: Evaluation): string {
  return table(
    ['Label', 'Patches', 'Sensitivity', 'Specificity', 'Precision', 'AUC'],
    scores.perClass.map(({ label, patches, sensitivity, specificity, precision, auc }) => [
      label,
      `${patches}`,
      percent(sensitivity),
      percent(specificity),
      percent(precision),
      number(auc, 4),
    ]),
  );
}

function matrix({ scores: { confusion } }: Evaluation): string {
  const rows = confusion.labels.map((label, t) => {
    const counts = confusion.counts[t] ?? [];
    const all = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count) => {
      const share = all === 0 ? 0 : count / all;
      return `<td style="background:${cividis(share)};color:${inkOn(share)}">${count}</td>`;
    });
    return `<tr><th scope="row">${escaped(label)}</th>${cells.join('')}</tr>`;
  });
  const head = confusion.labels.map((label) => `<th scope="col">${escaped(label)}</th>`);
  return `<div class="scroll"><table class="matrix"><thead><tr><th></th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function rowTable(rows: readonly JsonRow[]): string {
  return table(
    [
      'Protocol',
      'Layers',
      'Neighbours',
      'Size, px',
      'Sampling',
      'Accuracy, %',
      'Colour alone, %',
      'AUC',
      'mAP at 10, %',
    ],
    rows.map((row) => [
      row.protocol,
      row.layers.join(', '),
      `${row.neighbours}`,
      `${row.size}`,
      `${row.sampling}`,
      withSd(row.accuracy, row.accuracy_sd),
      number(row.colour_accuracy),
      number(row.auc, 4),
      number(row.map_at_10),
    ]),
  );
}

function mistake(
  evaluation: Evaluation,
  { at, truth, retrieved }: AskedPatch,
  pictures: ReadonlyMap<number, string>,
): string {
  const { samples, patchIds } = evaluation;
  const figure = (position: number, kind: string, words: string) => {
    const picture = pictures.get(patchIds[position] ?? -1) ?? '';
    const path = escaped(samples[position]?.path ?? '');
    return `<figure class="${kind}"><img src="${picture}" alt=""><figcaption>${escaped(words)}<br>${path}</figcaption></figure>`;
  };
  const found = retrieved
    .slice(0, SHOWN_NEIGHBOURS)
    .map((other) => figure(other, 'found', samples[other]?.label ?? ''));
  return `<div class="mistake">${figure(at, 'query', truth)}${found.join('')}</div>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'td' | 'th', row: readonly string[]) =>
    row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function percent(share: number | null): string {
  return number(share === null ? null : share * 100);
}

function withSd(mean: number | null, sd: number | null, digits = 2): string {
  return sd === null ? number(mean, digits) : `${number(mean, digits)} ± ${number(sd, digits)}`;
}

function number(value: number | null, digits = 2): string {
  return value === null ? '–' : value.toFixed(digits);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
