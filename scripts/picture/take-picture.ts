import { openApp } from '../../e2e/support/app.ts';
import { expectIndexed, patch, similarPatches } from '../../e2e/support/screens.ts';

const SAMPLE_PATCHES = 160;
/** Long enough for one slow core. */
const INDEXING_LIMIT_MS = 30 * 60_000;

/** Indexes the drawn sample, asks with one of its patches, and saves what the screen shows as a JPEG. */
export async function takePicture(file: string): Promise<void> {
  const app = await openApp({ withAssets: false });
  try {
    const { page } = app;
    await page.getByRole('button', { name: 'Try it with a sample' }).click();
    await expectIndexed(page, SAMPLE_PATCHES, INDEXING_LIMIT_MS);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await patch(page, 'crypts/crypts-03.png').click();
    await similarPatches(page).getByRole('listitem').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: file, type: 'jpeg', quality: 85 });
  } finally {
    await app.close();
  }
}
