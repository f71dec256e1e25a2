import { beforeAll, describe, expect, it } from 'vitest';
import { compilePattern, loadPatterns, patternProblem } from './patterns.ts';

it('says that the engine has not been awaited', () => {
  expect(() => compilePattern('a')).toThrow(expect.objectContaining({ code: 'unexpected' }));
});

describe('a pattern', () => {
  beforeAll(loadPatterns);

  it.each([
    ['HE-\\d+', 'TUMOR/CRC-Prim-HE-07_022.tif'],
    ['^[^/]+/', 'TUMOR/a.tif'],
    ['^.*/', 'a/b/c.tif'],
    ['^[^#]+', 'case 1/a.svs#0,256'],
    ['TCGA-\\w{2}-\\w{4}', 'TCGA-CR-7395-01A.svs'],
    ['(?:ab|a)(?:bc)?', 'abc'],
    ['é+', 'caféé.png'],
    ['x*', 'abc'],
    ['nothing', 'abc'],
    ['[^/_]+(?=[^/]*$)', 'TUMOR_x/CRC-Prim_HE-07_022.tif'],
    ['\\d+(?=[^/]*$)', 'set 4/HE-07_022.tif'],
    ['(?:a|ab)(?=c|bc)', 'xabc'],
    ['[(]\\)+(?=[)]|\\()', '()()('],
    ['caf\\u00e9+(?=\\.)', 'caféé.png'],
    ['(?<case>HE|IHC)[^]', 'HE-07.tif'],
    ['\\/[^\\/]+', 'a/b/c.tif'],
  ])('%s finds in %s what the browser finds', (pattern, text) => {
    expect(compilePattern(pattern).firstIn(text)).toBe(new RegExp(pattern).exec(text)?.[0]);
  });

  it.each(['(a+)+$', '(a|a)+$', '(.*a){12}$', '(x+x+)+y'])('%s comes to its end on any path', (pattern) => {
    const compiled = compilePattern(pattern);
    for (const text of ['a', 'x', 'aX']) expect(compiled.firstIn(`${text.repeat(5_000)}!`)).toBeUndefined();
  });

  it('tells why it cannot be used', () => {
    expect(patternProblem('HE-\\d+')).toBeUndefined();
    for (const pattern of ['(', '[a', 'a)']) {
      expect(patternProblem(pattern)).toContain('not a complete');
    }
    for (const pattern of ['a{2,1}', '(?:a{1000}){1000}', 'a{1000}'.repeat(142), '(?:.{50}){50}']) {
      expect(patternProblem(pattern)).toContain('numbers');
    }
    for (const pattern of ['a(?=b)c', 'a|b(?=c)', 'a(?!b)', '(?<!a)b', '(?<=a)b', '(a)\\1', '(?<n>a)\\k<n>']) {
      expect(patternProblem(pattern)).toContain('look-ahead');
    }
  });
});
