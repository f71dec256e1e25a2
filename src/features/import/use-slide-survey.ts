import { useEffect, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import type { SlideInfo, TissueMask } from '../../base/slide.ts';
import type { FoundSlide } from '../../engine/intake/intake.ts';
import { slideInspector } from '../../engine/slides/inspect-slides.ts';
import { type OpenSlide, openFoundSlide } from '../../engine/slides/open-slide.ts';

/** A slide, and what is known of it so far. */
export interface SurveyedSlide {
  readonly path: string;
  readonly open?: OpenSlide;
  readonly info?: SlideInfo;
  readonly tissue?: TissueMask | undefined;
  /** Why it cannot be read. */
  readonly error?: ErrorReport | undefined;
}

/** Looks into slides, one after another: first what they are, then where they have tissue. */
export function useSlideSurvey(slides: readonly FoundSlide[]): readonly SurveyedSlide[] {
  const [surveyed, setSurveyed] = useState<readonly SurveyedSlide[]>(() => slides.map(({ path }) => ({ path })));
  useEffect(() => {
    let isShown = true;
    const learn = (at: number, news: Partial<SurveyedSlide>) => {
      if (isShown) setSurveyed((before) => before.map((slide, i) => (i === at ? { ...slide, ...news } : slide)));
    };
    const survey = async () => {
      const opened: (OpenSlide | undefined)[] = [];
      for (const [at, slide] of slides.entries()) {
        if (!isShown) return;
        opened[at] = await describe(slide, (news) => learn(at, news));
      }
      for (const [at, open] of opened.entries()) {
        if (isShown && open) await findTissue(open, (news) => learn(at, news));
      }
    };
    void survey();
    return () => {
      isShown = false;
    };
  }, [slides]);
  return surveyed;
}

type Learn = (news: Partial<SurveyedSlide>) => void;

async function describe(slide: FoundSlide, learn: Learn): Promise<OpenSlide | undefined> {
  try {
    const open = await openFoundSlide(slide);
    learn({ open, info: await slideInspector().describe(open), tissue: undefined, error: undefined });
    return open;
  } catch (thrown) {
    learn({ error: toErrorReport(thrown, 'file-unreadable') });
    return undefined;
  }
}

async function findTissue(open: OpenSlide, learn: Learn): Promise<void> {
  try {
    learn({ tissue: await slideInspector().findTissue(open) });
  } catch (thrown) {
    learn({ error: toErrorReport(thrown) });
  }
}
