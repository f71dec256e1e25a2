import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { replaceSection } from '../../scripts/evaluate/markdown.ts';
import type { NonTissue } from './draw-non-tissue.ts';
import { type Encoder, OutOfTime, withEncoder } from './encode.ts';
import { CUT, drawnImages, OTHER_ORGANS, photographedLabels, readTiles } from './images.ts';
import { Collection, type KnownPatch } from './measure.ts';
import type { EncodedPatch } from './page/page.ts';
import { evidenceSection, type SetFindings } from './report.ts';

/** The label of tiles without tissue. */
const BLANK = '08_EMPTY';

/** The first is drawn at random from all tiles, as life draws them, and leads; the second evenly by label. */
const SETS = ['kather2016-1600', 'kather2016-800'] as const;

/** @param base Where relative paths begin. @returns The exit status. */
export async function run(words: readonly string[], shared: string, base: string): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...words], options: { seconds: text, json: text, markdown: text } });
  try {
    const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
    const findings = await withEncoder(seconds, (encoder) => findAll(encoder, shared));
    const summary = summarise(findings);
    if (values.markdown) {
      const file = path.resolve(base, values.markdown);
      const section = evidenceSection(findings, 'npm run bench:evidence', new Date().toISOString().slice(0, 10));
      await save(file, await replaceSection(file, section));
    }
    if (values.json) await save(path.resolve(base, values.json), `${JSON.stringify(summary, undefined, 2)}\n`);
    console.log(JSON.stringify(summary));
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof OutOfTime)) throw thrown;
    console.error('The time is over. What was encoded is kept; give the command again.');
    return 3;
  }
}

async function findAll(encoder: Encoder, shared: string): Promise<SetFindings[]> {
  const slides = path.join(shared, 'data/slides');
  const sets = new Map<string, KnownPatch[]>();
  for (const set of SETS) {
    const tiles = await readTiles(path.join(shared, 'data', set));
    const encoded = await encoder.encodeFiles(tiles);
    sets.set(
      set,
      tiles.map(({ label, slide }, at) => ({ ...(encoded[at] as EncodedPatch), label, slide })),
    );
  }
  const drawn = async (kind: NonTissue) => encoder.encodeFiles(drawnImages(kind));
  const areas = async (isWanted: (tissue: number) => boolean) => {
    const found: Record<string, EncodedPatch[]> = {};
    for (const [organ, file] of Object.entries(OTHER_ORGANS)) {
      found[organ] = await encoder.encodeSlide(path.join(slides, file), CUT, isWanted);
    }
    return found;
  };
  const organs = await areas((tissue) => tissue >= 0.5);
  const glass = [...Object.values(await areas((tissue) => tissue === 0)).flat(), ...(await drawn('glass'))];
  const labels = [...(await encoder.encodeFiles(await photographedLabels(slides))), ...(await drawn('labels'))];
  const nonTissue = { noise: await drawn('noise'), 'drawn textures': await drawn('drawn textures'), labels, glass };
  return [...sets].map(([set, patches]) => findOf(set, patches, nonTissue, organs));
}

function findOf(
  set: string,
  patches: readonly KnownPatch[],
  drawn: Readonly<Record<string, readonly EncodedPatch[]>>,
  organs: Readonly<Record<string, readonly EncodedPatch[]>>,
): SetFindings {
  const isBlank = ({ label }: KnownPatch) => label === BLANK;
  const tissue = new Collection(patches.filter((patch) => !isBlank(patch)));
  // What has no tissue in the set itself is glass as a scanner of the same laboratory sees it.
  const nonTissue = { ...drawn, glass: [...(drawn.glass ?? []), ...patches.filter(isBlank)] };
  const images = Object.values(nonTissue).flat();
  const held = tissue.holdOut();
  const alone = tissue.holdOut(false);
  const whole = new Collection(patches);
  const wholeHeld = whole.holdOut();
  const withoutGlass = Object.entries(nonTissue).flatMap(([kind, some]) => (kind === 'glass' ? [] : some));
  const each = (groups: Readonly<Record<string, readonly EncodedPatch[]>>) =>
    Object.fromEntries(Object.entries(groups).map(([kind, some]) => [kind, tissue.beside(some, held)]));
  return {
    set,
    held,
    nonTissue: each(nonTissue),
    allNonTissue: tissue.beside(images, held),
    organs: each(organs),
    allOrgans: tissue.beside(Object.values(organs).flat(), held),
    alone: { held: alone, allNonTissue: tissue.beside(images, alone, false) },
    withBlank: {
      held: wholeHeld,
      glass: whole.beside(drawn.glass ?? [], wholeHeld),
      otherNonTissue: whole.beside(withoutGlass, wholeHeld),
    },
  };
}

function summarise([first, ...others]: readonly SetFindings[]) {
  if (!first) throw new Error('no tiles');
  return { ...figuresOf(first), others: others.map(figuresOf) };
}

function figuresOf({ set, held, allNonTissue, allOrgans, alone, withBlank }: SetFindings) {
  return {
    set,
    non_tissue_auroc: round(allNonTissue.auroc),
    non_tissue_flagged: round(allNonTissue.flagged),
    other_organ_auroc: round(allOrgans.auroc),
    other_organ_flagged: round(allOrgans.flagged),
    in_collection_flagged: round(held.flagged),
    calibration_ece: round(held.calibrationError),
    vote_calibration_ece: round(held.voteCalibrationError),
    barcodes_alone: {
      non_tissue_auroc: round(alone.allNonTissue.auroc),
      in_collection_flagged: round(alone.held.flagged),
    },
    with_blank_tiles: {
      calibration_ece: round(withBlank.held.calibrationError),
      in_collection_flagged: round(withBlank.held.flagged),
      non_tissue_auroc_without_glass: round(withBlank.otherNonTissue.auroc),
      glass_flagged: round(withBlank.glass.flagged),
    },
  };
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}

async function save(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
