import type { LayerNumber } from '../../../barcode/profile.ts';
import type { Hit } from '../../../search/hits.ts';

/** Where the bars begin, as a share of agreeing bits: chance. Two bit strings that have nothing to do with each other agree in half. */
export const CHANCE = 0.5;

/** A coarse guide. One value of the five taps sees 3, 10, 24, 68 and 156 pixels of the resized image across: VGG19's receptive fields. */
export const LAYER_MEANINGS: Readonly<Record<LayerNumber, string>> = {
  1: 'colour and fine edges',
  2: 'fine texture',
  3: 'coarser texture',
  4: 'small structures',
  5: 'larger structures',
};

/** Height of a layer's bar, 0 (chance or less) to 1 (every bit agrees). */
export function barShare(agreement: number): number {
  return Math.min(1, Math.max(0, (agreement - CHANCE) / (1 - CHANCE)));
}

/** The layers in which a hit agrees most and least; undefined when there is only one, or all agree equally. */
export function layerExtremes(layers: Hit['layers']): { most: LayerNumber; least: LayerNumber } | undefined {
  const [best, ...others] = [...layers].sort((a, b) => b.agreement - a.agreement);
  const worst = others.at(-1);
  if (!best || !worst || best.agreement === worst.agreement) return undefined;
  return { most: best.layer, least: worst.layer };
}
