// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { SlideInfo } from '../../base/slide.ts';
import type { FoundFile, Intake } from '../../engine/intake/intake.ts';
import { ReviewDialog } from './ReviewDialog.tsx';
import type { SurveyedSlide } from './use-slide-survey.ts';

const SLIDE = 'one.tif';
vi.mock('./use-slide-survey.ts', () => ({
  useSlideSurvey: (): SurveyedSlide[] => [{ path: SLIDE, info: INFO }],
}));
vi.mock('../../engine/indexing/use-measured-speed.ts', () => ({ useMeasuredSpeed: () => 'unknown' }));
vi.mock('../../ui/use-patterns.ts', () => ({ usePatterns: () => {} }));

const INFO: SlideInfo = {
  format: 'tiff',
  levels: [{ width: 2_000, height: 1_000, tileWidth: 256, tileHeight: 256, downsample: 1 }],
  compression: 'JPEG',
  passedOver: [],
};

function fileOf(path: string): FoundFile {
  return { path, open: async () => new File([], path) };
}

const INTAKE: Intake = {
  name: 'colon',
  kind: 'folder',
  files: [fileOf('a/1.png'), fileOf('a/2.png')],
  slides: [{ path: SLIDE, files: [fileOf(SLIDE)] }],
  masks: [],
  notes: [],
  skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
};

afterEach(cleanup);

it('begins with what decides most, a missing resolution first, and folds profiles away', () => {
  render(createElement(ReviewDialog, { intake: INTAKE, known: new Map() }));
  const dialog = screen.getByRole('dialog', { name: 'Index 2 images and 1 whole slide' });
  const places = ['Tiling', 'Resolution not recorded', 'Tile size', 'Name of the collection', 'Profile: Standard'].map(
    (words) => (dialog.textContent ?? '').indexOf(words),
  );
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(within(dialog).queryAllByRole('radio')).toEqual([]);
});

it('has patches, time and space where they stay in sight: beside its buttons', () => {
  render(createElement(ReviewDialog, { intake: INTAKE, known: new Map() }));
  const footer = screen.getByRole('button', { name: 'Start indexing' }).closest('footer');
  const estimate = within(footer as HTMLElement).getByRole('status', { name: 'Estimate' });
  expect(estimate.textContent).toMatch(/^2 patches so far time not known yet, more than [\d.]+ kB on disk$/);
});
