import * as v from 'valibot';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/parse.ts';
import {
  countSchema,
  fingerprintSchema,
  pathSchema,
  slideCutSchema,
  slideInfoSchema,
  stainsSchema,
  timeSchema,
} from '../facts.ts';
import type { SlideRecord } from '../schema.ts';
import { FILES } from './manifest.ts';

/** What an export says of a slide that patches were cut from. */
export type SlideFacts = Omit<SlideRecord, 'collectionId' | 'handles' | 'checksum'>;

const slidesSchema: v.GenericSchema<unknown, SlideFacts[]> = v.pipe(
  v.array(
    v.object({
      path: pathSchema,
      filePaths: v.pipe(v.array(pathSchema), v.nonEmpty()),
      fileSize: countSchema,
      fileModified: timeSchema,
      fingerprint: fingerprintSchema,
      info: slideInfoSchema,
      cut: slideCutSchema,
      stains: v.exactOptional(stainsSchema),
      patchCount: countSchema,
    }),
  ),
  v.check((slides) => new Set(slides.map(({ path }) => path)).size === slides.length, 'Expected different paths'),
);

export function slideFactsText(slides: readonly SlideRecord[]): string {
  const facts = slides.map(({ collectionId: _collectionId, handles: _handles, ...slide }): SlideFacts => slide);
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

/** @throws AppError import-invalid. */
export function readSlideFacts(text: string): SlideFacts[] {
  const slides = parseJson(slidesSchema, text);
  if ('problem' in slides) throw new AppError('import-invalid', `${FILES.slides}: ${slides.problem}`);
  return slides.value;
}
