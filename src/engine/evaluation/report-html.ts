/** The evaluation as one file that needs nothing else: figures, matrix, and the pictures of the mistakes. */
import { costSentences } from '../../evaluation/cost-words.ts';
import type { Evaluation, QueryResult } from '../../evaluation/evaluation.ts';
import { percentWords } from '../../evaluation/figure-words.ts';
import { LENS_WORDS } from '../../evaluation/lens-words.ts';
import { protocolTitle } from '../../evaluation/protocol.ts';
import { foldsWarning, sentencesOn } from '../../evaluation/sentences.ts';
import { readThumbnails } from '../../library/patches.ts';
import { escaped, paragraph } from './html.ts';
import style from './report.css?raw';
import type { JsonReport } from './report-json.ts';
import {
  classTable,
  furtherTable,
  lensTable,
  matrixSection,
  protocolTable,
  settingTable,
  sourceTable,
  votersWords,
} from './report-tables.ts';

/** Mistakes whose pictures are in the file: each adds about 50 kB. */
const MOST_MISTAKES = 100;

/** Pictures beside each mistake. */
const SHOWN_NEIGHBOURS = 3;

/** @param others Evaluations that stand beside it: by other protocols, and of other profiles. */
export async function htmlReport(
  evaluation: Evaluation,
  others: readonly Evaluation[],
  json: JsonReport,
  collectionId: string,
): Promise<Blob> {
  const mistakes = evaluation.queries.filter(({ truth, predicted }) => predicted !== truth);
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const pictures = await readPictures(evaluation, shown, collectionId);
  const sameProfile = others.filter(({ profile }) => JSON.stringify(profile) === JSON.stringify(evaluation.profile));
  const warning = foldsWarning([evaluation, ...sameProfile]);
  const body = [
    `<h1>Retrieval evaluation of ${escaped(json.collection)}</h1>`,
    paragraph(whatWords(evaluation, json), 'quiet'),
    ...sentencesOn(evaluation, sameProfile).map((sentence) => paragraph(sentence)),
    ...(warning === undefined ? [] : [paragraph(warning, 'warning')]),
    '<h2>Figures</h2>',
    paragraph(figuresWords(evaluation)),
    protocolTable([evaluation, ...sameProfile]),
    paragraph(baselineWords(evaluation)),
    ...(evaluation.costs ? [paragraph(costSentences(evaluation.costs).join(' '))] : []),
    ...(evaluation.lens ? ['<h2>Learned similarity</h2>', paragraph(LENS_WORDS), lensTable(evaluation)] : []),
    '<h2>By label</h2>',
    classTable(evaluation),
    ...(evaluation.perSource.length === 0 ? [] : ['<h2>By source</h2>', sourceTable(evaluation)]),
    matrixSection(evaluation),
    '<h2>Further figures</h2>',
    furtherTable(evaluation),
    '<h2>Settings compared</h2>',
    paragraph(
      'Difference: points of accuracy against the setting of this report by the same protocol, query by query, with its 95 % interval below.',
    ),
    settingTable(json.rows),
    `<h2>Failures</h2><p>${mistakes.length} of ${json.n} queries were given another label${
      mistakes.length > shown.length ? `; the first ${shown.length} are shown` : ''
    }. Left the query, then its hits, nearest first.</p>`,
    `<div class="mistakes">${shown.map((patch) => mistake(evaluation, patch, pictures)).join('\n')}</div>`,
    CITATION,
    `<script type="application/json" id="figures">${JSON.stringify(json).replaceAll('<', '\\u003c')}</script>`,
  ];
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(json.collection)}: evaluation</title><style>${style}</style></head>
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

const CITATION = `<h2>To cite</h2>
<p>S. Lifshitz, A. Riasatian, H. R. Tizhoosh: Gram Barcodes for Histopathology Tissue Texture Retrieval. arXiv:2111.15519, 2021.</p>
<p>K. Simonyan, A. Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition. arXiv:1409.1556, 2014 (the weights of VGG19).</p>`;

function whatWords({ protocol, voters, perSource, sources, withoutDuplicates }: Evaluation, json: JsonReport): string {
  const sourceWords = sources ? `, ${perSource.length} ${perSource.length === 1 ? 'source' : 'sources'}` : '';
  return [
    `${json.n} queries${drawWords(json)}${sourceWords}; ${protocolTitle(protocol)}; ${votersWords(voters)}${withoutDuplicates ? '; identical images excluded' : ''}.`,
    profileWords(json),
    `Gramscope ${json.gramscope}, ${json.date.slice(0, 10)}.`,
  ].join(' ');
}

function figuresWords({ protocol, sources }: Evaluation): string {
  const folds = protocol.kind === 'leave-out' ? 'left-out sources' : 'folds';
  return `Over all queries, ± the deviation over ${folds}; below, the 95 % interval over ${
    sources ? 'sources' : 'single patches, as if they were independent'
  }.`;
}

function baselineWords({ scores, majority }: Evaluation): string {
  return `By chance ${percentWords(scores.chance)} would be right; always guessing the most frequent label, ${percentWords(majority)}.`;
}

/** Data URLs of the thumbnails that are shown, by library id. */
async function readPictures(
  { patchIds }: Evaluation,
  shown: readonly QueryResult[],
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

const THRESHOLDS = {
  'per-layer': 'threshold the median of each layer',
  global: 'threshold the median of all layers',
} as const;

function profileWords({ profile, layers }: JsonReport): string {
  const bits = profile.sampling === 'full' ? 'all bits' : `${profile.sampling.toLocaleString('en')} bits per layer`;
  const views = profile.views ? `, summed over ${profile.views} views` : '';
  return `Images at ${profile.size} px, layers ${layers.join(', ')}, ${bits}${views}, ${THRESHOLDS[profile.binarisation]}, weights ${profile.weightsId.slice(0, 12)}.`;
}

function mistake(
  evaluation: Evaluation,
  { at, truth, retrieved }: QueryResult,
  pictures: ReadonlyMap<number, string>,
): string {
  const { samples, patchIds } = evaluation;
  const figure = (position: number, kind: string, words: string) => {
    const picture = pictures.get(patchIds[position] ?? -1) ?? '';
    const path = samples[position]?.path ?? '';
    // The folder often says the label once more.
    const name = path.includes('/') ? `…/${path.split('/').at(-1)}` : path;
    return `<figure class="${kind}"><img src="${picture}" alt=""><figcaption title="${escaped(path)}"><span class="label">${escaped(words)}</span>${escaped(name)}</figcaption></figure>`;
  };
  const found = retrieved
    .slice(0, SHOWN_NEIGHBOURS)
    .map((other) => figure(other, 'found', samples[other]?.label ?? ''));
  return `<div class="mistake">${figure(at, 'query', truth)}${found.join('')}</div>`;
}
