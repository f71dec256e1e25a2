/** The benchmark's section of docs/results.md. */
import type { Section } from '../../scripts/evaluate/markdown.ts';
import { markdownTable } from '../../scripts/evaluate/markdown-table.ts';
import type { Beside, HeldOut } from './measure.ts';

const TITLE = '## Evidence: is what the page says of its hits true?';

/** What was found on one set of tiles. */
export interface SetFindings {
  readonly set: string;
  /** The references are its tissue; blank tiles are no tissue. */
  readonly held: HeldOut;
  readonly nonTissue: Readonly<Record<string, Beside>>;
  readonly allNonTissue: Beside;
  readonly organs: Readonly<Record<string, Beside>>;
  readonly allOrgans: Beside;
  /** By barcodes alone, as of a collection without stored colours. */
  readonly alone: { readonly held: HeldOut; readonly allNonTissue: Beside };
  /** With its blank tiles among the references and the queries. */
  readonly withBlank: { readonly held: HeldOut; readonly glass: Beside; readonly otherNonTissue: Beside };
}

/** @param command As it is typed. */
export function evidenceSection(findings: readonly SetFindings[], command: string, date: string): Section {
  const text = [
    TITLE,
    '',
    `\`${command}\`; ${date}; Standard profile; each tile is a query, with its slide left out of the references and of the scale.`,
    '',
    'The page calls a query unlike when fewer than 1 % of sampled patches have their nearest on another slide as far away, or, of an image ' +
      'from outside, when fewer than 0.5 % of them have colours that vary as little. References are the tiles that show tissue; blank tiles count as glass. ' +
      'AUROC: how well images are told from held-out tissue by how much they stand out; a rank, where the rule needs a threshold.',
    '',
    ...findings.flatMap(sectionOf),
  ].join('\n');
  return { title: TITLE, text };
}

function sectionOf({ set, held, nonTissue, allNonTissue, organs, allOrgans, alone, withBlank }: SetFindings): string[] {
  const row = (name: string, { images, auroc, flagged }: Beside) => [
    name,
    String(images),
    auroc === null ? '' : auroc.toFixed(4),
    percent(flagged),
  ];
  return [
    `${set}: of ${held.tiles} tiles of tissue, ${percent(held.flagged)} are called unlike. Nearest hit right: ${percent(held.accuracy)}; ` +
      `calibration error of "this close, so many share a label": ${number(held.calibrationError)}, of "such votes are right": ${number(held.voteCalibrationError)}.`,
    '',
    markdownTable(
      ['images', 'how many', 'AUROC', 'called unlike'],
      [
        ...Object.entries(nonTissue).map(([kind, beside]) => row(kind, beside)),
        row('all that is no tissue', allNonTissue),
        row('the same, by barcodes alone', alone.allNonTissue),
        ...Object.entries(organs).map(([organ, beside]) => row(`tissue of another organ: ${organ}`, beside)),
        row('all other organs', allOrgans),
      ],
    ),
    '',
    `By barcodes alone ${percent(alone.held.flagged)} of tissue is called unlike. With the set's blank tiles among the references, glass does resemble something: ` +
      `${percent(withBlank.glass.flagged)} of it is called unlike; noise, textures and labels have an AUROC of ${number(withBlank.otherNonTissue.auroc)}, and ` +
      `${percent(withBlank.held.flagged)} of the set's tiles are called unlike; calibration error ${number(withBlank.held.calibrationError)}.`,
    '',
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function number(value: number | null): string {
  return value === null ? 'not known' : value.toFixed(4);
}
