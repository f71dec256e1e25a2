import { describe, expect, it } from 'vitest';
import { assumedProblem, cutRuleOf, FIRST_CUT, patchSizeProblem } from './cut-form.ts';

describe('the cut of slides', () => {
  it('follows the size of the profile until another one is written', () => {
    expect(cutRuleOf(FIRST_CUT, 512)).toEqual({
      patchSize: 512,
      micronsPerPixel: 0.5,
      leastTissue: 0.25,
      assumedMicronsPerPixel: undefined,
    });
    expect(cutRuleOf({ ...FIRST_CUT, patchSize: '300' }, 512)?.patchSize).toBe(300);
  });

  it('knows no resolution where each slide is cut in its own pixels', () => {
    expect(cutRuleOf({ ...FIRST_CUT, resolution: 'finest' }, 256)?.micronsPerPixel).toBeUndefined();
  });

  it('takes a resolution for slides that do not say theirs', () => {
    expect(cutRuleOf({ ...FIRST_CUT, assumed: '0.25' }, 256)?.assumedMicronsPerPixel).toBe(0.25);
  });

  it.each(['', '31', '4097', '25.5', 'big'])('cannot be of "%s" pixels', (patchSize) => {
    expect(patchSizeProblem(patchSize)).toContain('32');
    expect(cutRuleOf({ ...FIRST_CUT, patchSize }, 256)).toBeUndefined();
  });

  it.each(['0', '-1', '100', '0,25'])('cannot take a resolution of "%s"', (assumed) => {
    expect(assumedProblem(assumed)).toContain('0.25');
    expect(cutRuleOf({ ...FIRST_CUT, assumed }, 256)).toBeUndefined();
  });
});
