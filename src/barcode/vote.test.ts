import { expect, it } from 'vitest';
import { voteOf } from './vote.ts';

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
  { labels: ['a', 'b', 'b'], asked: 1, label: 'a' },
  { labels: ['a', 'b', 'c', 'b', 'b'], asked: 5, label: 'b' },
  { labels: ['a', 'b', 'b', 'c', 'c'], asked: 5, label: 'a' },
  { labels: ['c', 'b', 'b', 'a', 'a', 'a'], asked: 5, label: 'c' },
])('$asked of $labels vote for $label', ({ labels, asked, label }) => {
  expect(voteOf(labels, asked)?.label).toBe(label);
});
