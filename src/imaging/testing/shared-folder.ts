import { existsSync } from 'node:fs';

/** Real tiles, golden values and broken files, which are no part of the repository. */
export const SHARED = '../shared';

/** Tests that need the shared folder are skipped where it is absent. */
export const hasShared = existsSync(`${SHARED}/golden/golden.json`);
