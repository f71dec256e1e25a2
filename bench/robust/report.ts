/** The comparison for docs/results.md and for a terminal. */

import type { Section } from '../../scripts/evaluate/markdown.ts';
import { markdownTable } from '../../scripts/evaluate/markdown-table.ts';
import type { MeanSd } from '../../src/evaluation/mean-sd.ts';
import type { Choosing, Comparison, Growth, Row } from './compare-settings.ts';

const TITLE = '## Each step of Robust, with and without the others';

/** Settings that are named where choices are counted. */
const MOST_NAMED = 4;

/** @param command As it is typed. */
export function comparisonSection(comparison: Comparison, command: string, date: string): Section {
  const { tiles, labels, slides, draws, steps, changes, correlations, growths, choosings } = comparison;
  const sizes = slides.map((slide) => slide.tiles);
  const text = [
    TITLE,
    '',
    `${tiles} tiles of ${labels} labels from ${slides.length} slides (${Math.min(...sizes)} to ${Math.max(...sizes)} each); ${date}; ` +
      '256 px, 2048 entries a layer, the nearest three vote.',
    '',
    `\`${command}\``,
    '',
    '"5-fold" is the mean over seeds 1, 2 and 3; "slides" leaves a slide out. Gains are paired, in points: over the slides (each counts ' +
      `the same; ± their sample deviation; how many went up and down), and over ${draws} draws of half the tiles of each label (± the ` +
      'deviation over draws, which share tiles). A gain is worth believing where it is well above its deviation over the slides divided by the square root of their number, and in most slides.',
    '',
    'Against Standard:',
    '',
    gainTable(steps),
    '',
    'One change of Robust at a time, against Robust:',
    '',
    gainTable(changes),
    '',
    'Correlations, Gram(i, j) / √(Gram(i, i) Gram(j, j)), in the place of entries, against Robust:',
    '',
    gainTable(correlations),
    '',
    'Gains over Standard, a slide left out, as the collection grows (± the deviation over draws):',
    '',
    growthTable(growths),
    '',
    'Chosen by leaving slides out within one half of the slides, and searched with the other half (all others are references); means over all halves:',
    '',
    choosingTable(choosings),
  ].join('\n');
  return { title: TITLE, text };
}

function gainTable(rows: readonly Row[]): string {
  return markdownTable(
    ['setting', '5-fold', 'slides', 'gain over slides', 'up, down', 'gain in draws: slides', '5-fold'],
    rows.map(({ name, all, gain }) => [
      name,
      percent(all.folds),
      percent(all.slides),
      ...(gain
        ? [
            points(gain.overSlides),
            `${gain.slidesUp}, ${gain.slidesDown}`,
            points(gain.overDraws.slides),
            points(gain.overDraws.folds),
          ]
        : ['', '', '', '']),
    ]),
  );
}

function growthTable(growths: readonly Growth[]): string {
  const sizes = growths[0]?.gains.map(({ tiles }) => `${tiles} tiles`) ?? [];
  return markdownTable(
    ['setting', ...sizes],
    growths.map(({ name, gains }) => [name, ...gains.map(({ slides }) => points(slides))]),
  );
}

function choosingTable(choosings: readonly Choosing[]): string {
  return markdownTable(
    [
      'chosen among',
      'what was chosen, times',
      'slides',
      'over Standard',
      'over Robust',
      'ahead of Robust',
      '5-fold over Robust',
    ],
    choosings.map(({ among, chosen, halves, slides, gains: [standard, robust] }) => [
      among,
      chosenWords(chosen),
      `${percent(slides.mean)}`,
      points(standard?.slides),
      points(robust?.slides),
      `${robust?.timesAhead ?? 0} of ${halves}`,
      points(robust?.folds),
    ]),
  );
}

function chosenWords(chosen: Choosing['chosen']): string {
  const named = chosen.slice(0, MOST_NAMED).map(({ name, times }) => `${name}: ${times}`);
  const rest = chosen.slice(MOST_NAMED).reduce((sum, { times }) => sum + times, 0);
  return [...named, ...(rest > 0 ? [`others: ${rest}`] : [])].join('; ');
}

function percent(share: number | null): string {
  return share === null ? '–' : (share * 100).toFixed(1);
}

/** "+1.2 ± 3.4" */
function points(gain: MeanSd | undefined): string {
  const mean = gain?.mean ?? null;
  if (!gain || mean === null) return '–';
  const signed = `${mean < 0 ? '−' : '+'}${percent(Math.abs(mean))}`;
  return gain.sd === null ? signed : `${signed} ± ${percent(gain.sd)}`;
}
