import type { SlideInfo, TissueMask } from '../../base/slide.ts';
import { type SlideReaderPool, slideReaders } from '../decoding/slide-reader-pool.ts';
import type { OpenSlide } from './open-slide.ts';

/** Masks kept: one takes 1 to 4 MB. Of further slides, the tissue is found again when it is needed. */
const MOST_MASKS = 48;

/** Calls are shared: they go on when one of their callers has left. */
const TO_THE_END = new AbortController().signal;

/** What slides are like, found out once: the review asks first, and the run that follows has it at once. */
export class SlideInspector {
  readonly #readers: Pick<SlideReaderPool, 'describe' | 'findTissue'>;
  readonly #infos = new Map<string, Promise<SlideInfo>>();
  /** Oldest first. */
  readonly #masks = new Map<string, Promise<TissueMask>>();

  constructor(readers: Pick<SlideReaderPool, 'describe' | 'findTissue'>) {
    this.#readers = readers;
  }

  /** @throws What SlideReader.describe throws. */
  describe(slide: OpenSlide): Promise<SlideInfo> {
    return askOnce(this.#infos, slide.key, () => this.#readers.describe(slide, TO_THE_END));
  }

  /** @throws What SlideReader.findTissue throws. */
  findTissue(slide: OpenSlide): Promise<TissueMask> {
    const [oldest] = this.#masks.keys();
    if (this.#masks.size >= MOST_MASKS && oldest !== undefined && !this.#masks.has(slide.key)) {
      this.#masks.delete(oldest);
    }
    return askOnce(this.#masks, slide.key, () => this.#readers.findTissue(slide, TO_THE_END));
  }

  /** Gives the memory back. */
  forget(): void {
    this.#infos.clear();
    this.#masks.clear();
  }
}

/** A failure is not kept: the next call tries again. */
function askOnce<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known) return known;
  const answer = ask();
  answers.set(key, answer);
  answer.catch(() => {
    if (answers.get(key) === answer) answers.delete(key);
  });
  return answer;
}

let shared: SlideInspector | undefined;

/** The page's one inspector. */
export function slideInspector(): SlideInspector {
  shared ??= new SlideInspector(slideReaders());
  return shared;
}
