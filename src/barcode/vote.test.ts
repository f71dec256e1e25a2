import { describe, expect, it } from 'vitest';
import { tallyOf, voteOf } from './vote.ts';

it.each([
  { labels: ['a', 'b', 'b'], label: 'b', supporters: [1, 2], voters: 3 },
  { labels: ['a', 'a', 'b'], label: 'a', supporters: [0, 1], voters: 3 },
  { labels: ['a', 'b', 'a'], label: 'a', supporters: [0, 2], voters: 3 },
  { labels: ['a', 'a', 'a'], label: 'a', supporters: [0, 1, 2], voters: 3 },
  { labels: ['c', 'b', 'a'], label: 'c', supporters: [0], voters: 3 },
  { labels: ['a', 'b', 'c', 'b', 'b'], label: 'a', supporters: [0], voters: 3 },
  { labels: ['b', 'a'], label: 'b', supporters: [0], voters: 2 },
  { labels: ['a'], label: 'a', supporters: [0], voters: 1 },
  { labels: ['', 'b', 'a'], label: 'b', supporters: [1], voters: 2 },
  { labels: ['', 'a', 'a'], label: 'a', supporters: [1, 2], voters: 2 },
])('$labels vote for $label', ({ labels, ...vote }) => {
  expect(voteOf(labels)).toEqual(vote);
});

it('is undefined when no voter has a label', () => {
  expect(voteOf([])).toBeUndefined();
  expect(voteOf(['', '', '', 'a'])).toBeUndefined();
});

it.each([
  { labels: ['a', 'b', 'b'], voters: 1, label: 'a' },
  { labels: ['a', 'b', 'c', 'b', 'b'], voters: 5, label: 'b' },
  { labels: ['a', 'b', 'b', 'c', 'c'], voters: 5, label: 'a' },
  { labels: ['c', 'b', 'b', 'a', 'a', 'a'], voters: 5, label: 'c' },
])('$voters of $labels vote for $label', ({ labels, voters, label }) => {
  expect(voteOf(labels, voters)?.label).toBe(label);
});

describe('a tally', () => {
  it('names the label that more than half of the voters have', () => {
    expect(tallyOf(['b', 'a', 'a'])).toEqual({
      voters: 3,
      labels: [
        { label: 'a', supporters: [1, 2] },
        { label: 'b', supporters: [0] },
      ],
      unlabelled: 0,
      majority: 'a',
    });
  });

  it.each([
    { labels: ['a', 'b', 'c'], counts: [1, 1, 1], unlabelled: 0 },
    { labels: ['b', 'a'], counts: [1, 1], unlabelled: 0 },
    { labels: ['a', '', ''], counts: [1], unlabelled: 2 },
    { labels: ['', '', ''], counts: [], unlabelled: 3 },
    { labels: ['', '', '', 'a'], counts: [], unlabelled: 3 },
    { labels: [], counts: [], unlabelled: 0 },
  ])('sees no majority in $labels', ({ labels, counts, unlabelled }) => {
    const tally = tallyOf(labels);
    expect(tally).toMatchObject({ unlabelled, majority: undefined });
    expect(tally.labels.map(({ supporters }) => supporters.length)).toEqual(counts);
  });

  it('counts those without a label among the voters', () => {
    expect(tallyOf(['a', '', 'a'])).toMatchObject({ voters: 3, unlabelled: 1, majority: 'a' });
    expect(tallyOf(['a', 'b', 'b', '', 'c'], 5)).toMatchObject({ voters: 5, unlabelled: 1, majority: undefined });
  });

  it('puts the nearest label first among equals', () => {
    expect(tallyOf(['c', 'a', 'b']).labels.map(({ label }) => label)).toEqual(['c', 'a', 'b']);
  });
});
