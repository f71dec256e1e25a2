import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';

it('reads a command', () => {
  expect(parseOptions(['tiles', '--groups', 'HE-\\d+', '--limit', '80', '--json', 'out.json'], '/data')).toEqual({
    folder: '/data/tiles',
    groups: 'HE-\\d+',
    limit: 80,
    cached: false,
    json: '/data/out.json',
    markdown: undefined,
  });
});

it.each([
  [[]],
  [['tiles']],
  [['tiles', 'more', '--groups', 'a']],
  [['tiles', '--groups', '(']],
  [['tiles', '--groups', 'a', '--limit', '0']],
])('refuses %j', (words) => {
  expect(() => parseOptions(words, '/data')).toThrow();
});
