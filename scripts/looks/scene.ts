import type { Locator, Page } from '@playwright/test';
import type { OpenApp } from '../../e2e/support/app.ts';

/** A state of the screen that people should look at. */
export interface Scene {
  readonly name: string;
  /** The scene whose screen it begins on. */
  readonly follows?: string;
  /** Its middle scrolls: the window is made as high as what is in it. */
  readonly isLong?: true;
  prepare(app: OpenApp): Promise<void>;
  /** Done again at each size. */
  settle?(page: Page): Promise<void>;
  /** Only this part of the screen, twice as large. */
  part?(page: Page): Locator;
}
