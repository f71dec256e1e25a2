/** What is said of a similarity that labels have taught. */

import type { Gain } from '../../../base/gain.ts';
import type { LearningStep } from '../../../engine/lens/learning.ts';
import { percentWords, pointsWords } from '../../../evaluation/figure-words.ts';
import { type Ahead, type Obstacle, type RobustCheck, whoIsAhead } from '../../../evaluation/lens-check.ts';
import { gainWords } from '../../../evaluation/lens-words.ts';
import type { CollectionRecord, SourceRule } from '../../../library/schema.ts';

/** What is under way. */
export const STEPS: Readonly<Record<LearningStep, string>> = {
  checking: 'Checking whether it wins',
  learning: 'Learning',
};

const SLIDES: SourceWords = { one: 'slide', many: 'slides' };

const WORDS: Readonly<Record<Exclude<SourceRule['kind'], 'file'>, SourceWords>> = {
  folder: { one: 'folder', many: 'folders' },
  pattern: SLIDES,
  tcga: { one: 'patient', many: 'patients' },
  column: { one: 'case', many: 'cases' },
};

/** What one source is called here: one, and many. */
export function sourceWords({ sourceRule, cutRule }: Pick<CollectionRecord, 'sourceRule' | 'cutRule'>): SourceWords {
  if (sourceRule.kind === 'file') return cutRule ? SLIDES : { one: 'image', many: 'images' };
  return WORDS[sourceRule.kind];
}

export interface SourceWords {
  readonly one: string;
  readonly many: string;
}

/** "+6.2 points on slides it has not seen, 9 of 10 up". */
export function shortGainWords({ mean, up, sources }: Gain, { many }: SourceWords): string {
  return `${pointsWords(mean)} points on ${many} it has not seen, ${up} of ${sources} up`;
}

/** What a check has found, in full. */
export function checkWords(gain: Gain, isWorthwhile: boolean, { one, many }: SourceWords): string {
  const right = `right for ${percentWords(gain.learned)} of patches, plain similarity for ${percentWords(gain.plain)}`;
  const bySource = `${gainWords(gain)} points on the mean ${one}, ${gain.up} of ${gain.sources} up, ${gain.down} down`;
  const verdict = isWorthwhile
    ? 'Learned similarity wins here'
    : 'Learned similarity does not win here, and plain similarity stays';
  return `${verdict}: on ${many} it has not seen it was ${right}; ${bySource}.`;
}

const AHEAD: Readonly<Record<Ahead, string>> = {
  none: 'Neither is ahead of plain similarity here.',
  learned: 'Learned similarity is ahead of Robust here.',
  robust: 'Robust is ahead of learned similarity here.',
  either: 'Both are ahead of plain similarity here; which of the two is better cannot be told.',
};

/** How the Robust profile does on the same patches, and which of both is ahead. @param learnedWins As the check says. */
export function robustWords(check: RobustCheck, learnedWins: boolean, { one }: SourceWords): string {
  const { name, right, overPlain } = check;
  const bySource = `${gainWords(overPlain)} points on the mean ${one}, ${overPlain.up} of ${overPlain.sources} up, ${overPlain.down} down`;
  return `The Robust profile, in “${name}”, was right for ${percentWords(right)} of the same patches; ${bySource}. ${AHEAD[whoIsAhead(check, learnedWins)]}`;
}

export function obstacleWords(obstacle: Obstacle, { one, many }: SourceWords): string {
  const OBSTACLES: Readonly<Record<Obstacle, string>> = {
    'few-labels': 'There is too little to learn from: at least two labels need five patches or more.',
    'many-labels': 'There is too little to learn from: with more than 400 labels, each has too few patches.',
    'few-sources': `Whether learning helps cannot be told: it takes labelled patches of at least three ${many}, each of which is left out in turn.`,
    'labels-follow-sources': `Labels and ${many} cannot be told apart here: fewer than two labels occur on more than one ${one}, so that what tells labels apart may only tell ${many} apart.`,
  };
  return OBSTACLES[obstacle];
}
