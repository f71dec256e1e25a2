/** Collections of drawn patches with made-up barcodes, so that every answer is known beforehand. */
import { encode as encodePng } from 'fast-png';
import type { MadeCollection } from '../../e2e/support/made-archive.ts';
import { ALL_LAYERS, barcodeBytes, type Profile } from '../../src/barcode/profile.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { UNTRAINED_WEIGHTS_ID } from '../../src/encoder/untrained.ts';
import { drawTexture, TEXTURE_KINDS } from '../../src/engine/intake/draw-texture.ts';
import type { IndexedFile } from '../../src/library/commit-batch.ts';

const PROFILE: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 64,
  layers: ALL_LAYERS,
  sampling: 512,
  binarisation: 'per-layer',
};

const BYTES = barcodeBytes(PROFILE);
const THUMBNAIL = 96;
const SLIDES = 6;

/** The patch whose nearest three have three labels, and the one that nothing resembles. */
export const TORN = 'between.png';
export const STRANGER = 'stranger.png';

const random = seededRandom(15);
const randomBytes = () => Uint8Array.from({ length: BYTES }, () => random() * 256);

/** @param a `b` of the bits are others, 0 to 1. */
function changed(barcode: Uint8Array, share: number): Uint8Array {
  return barcode.map((byte) => {
    let flipped = byte;
    for (let bit = 0; bit < 8; bit++) if (random() < share) flipped ^= 1 << bit;
    return flipped;
  });
}

/** As many patches of each label as said, from six slides, some of them between two labels; and the two odd ones. */
export function makeTissue(name: string, labels: readonly string[], patchesALabel: number): MadeCollection {
  const centres = labels.map(randomBytes);
  const patches: IndexedFile[] = [];
  const add = (file: string, label: string, barcode: Uint8Array, kind: number) => {
    const at = patches.length;
    const { data } = drawTexture(TEXTURE_KINDS[kind % TEXTURE_KINDS.length] ?? 'crypts', at + 1, THUMBNAIL);
    const png = encodePng({ width: THUMBNAIL, height: THUMBNAIL, data, channels: 3, depth: 8 });
    const histogram = new Uint16Array(512);
    for (let bin = 0; bin < 60; bin++) histogram[(bin * 7 + kind * 13) % 512] = 200 + random() * 800;
    patches.push({
      path: label === '' ? file : `${label}/${file}`,
      label,
      width: 224,
      height: 224,
      fileSize: at + 1,
      fileModified: at + 1,
      barcode,
      colours: { histogram, pixelHash: at.toString(16).padStart(64, '0') },
      thumbnail: png.slice().buffer,
    });
  };
  for (const [kind, label] of labels.entries()) {
    const centre = centres[kind] ?? randomBytes();
    const next = centres[(kind + 1) % centres.length] ?? centre;
    for (let at = 0; at < patchesALabel; at++) {
      const isBetween = at % 5 === 4;
      const mixed = isBetween ? centre.map((byte, i) => (random() < 0.45 ? (next[i] ?? byte) : byte)) : centre;
      add(`slide-${1 + (at % SLIDES)}_${kind}-${at}.png`, label, changed(mixed, 0.12), kind);
    }
  }
  const [first = '', second = first, third = second] = labels;
  const torn = randomBytes();
  add(`slide-1_${TORN}`, first, torn, 0);
  for (const [at, label] of [first, second, third].entries())
    add(`slide-${2 + at}_near-${at}.png`, label, changed(torn, 0.05 + at / 100), at);
  add(`slide-1_${STRANGER}`, first, randomBytes(), 3);
  return { name, profile: PROFILE, sourceRule: { kind: 'pattern', pattern: 'slide-\\d+' }, patches };
}

const ORGANS = ['sigmoid colon', 'oesophagus', 'thyroid gland', 'urinary bladder', 'salivary gland'];
const FINDINGS = [
  'adenocarcinoma, moderately differentiated, with a mucinous component',
  'invasive squamous cell carcinoma, keratinising',
  'chronic inflammation with lymphoid follicles',
  'normal',
  'high-grade dysplasia',
  'necrosis and debris',
];

/** As long as those of real archives. */
export const LONG_LABELS = ORGANS.flatMap((organ) => FINDINGS.map((finding) => `${organ}: ${finding}`));

export const SHORT_LABELS = ['tumour', 'stroma', 'debris', 'mucosa', 'fat'];

export const MANY_LABELS = Array.from({ length: 100 }, (_, at) => `class ${String(at + 1).padStart(3, '0')}`);
