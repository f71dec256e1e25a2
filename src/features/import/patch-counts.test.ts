import { describe, expect, it } from 'vitest';
import type { SlideInfo } from '../../base/slide.ts';
import { cutRuleOf, FIRST_CUT } from './cut-form.ts';
import { countPatches } from './patch-counts.ts';

const info: SlideInfo = {
  format: 'aperio',
  levels: [{ width: 1024, height: 512, tileWidth: 240, tileHeight: 240, downsample: 1 }],
  micronsPerPixel: 0.5,
  compression: 'JPEG',
  passedOver: [],
};

/** The left half is tissue. */
const tissue = { width: 2, height: 1, tissue: Uint8Array.of(1, 0), by: 'colour' as const };

function count(slides: Parameters<typeof countPatches>[0], patchSize = '256') {
  const rule = cutRuleOf({ ...FIRST_CUT, patchSize }, 256);
  if (!rule) throw new Error('no rule');
  return countPatches(slides, rule);
}

describe('counting patches', () => {
  it('adds up what slides give, and follows the cut', () => {
    const slides = [
      { path: 'a', info, tissue },
      { path: 'b', info, tissue },
    ];
    expect(count(slides)).toEqual({ patches: 8, isFinal: true });
    expect(count(slides, '128')).toEqual({ patches: 32, isFinal: true });
  });

  it('is not final while the tissue of a slide is not known', () => {
    const slides = [{ path: 'a', info, tissue }, { path: 'b', info }, { path: 'c' }];
    expect(count(slides)).toEqual({ patches: 4, isFinal: false });
  });

  it('does not wait for slides that cannot be read', () => {
    const broken = { path: 'b', error: { code: 'image-broken', detail: '' } } as const;
    expect(count([{ path: 'a', info, tissue }, broken])).toEqual({ patches: 4, isFinal: true });
  });
});
