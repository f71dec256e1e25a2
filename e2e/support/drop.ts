import type { Page } from '@playwright/test';

/** Drops files or folders on the page as a person does: the page gets true entries and handles. */
export async function dropOnPage(page: Page, paths: readonly string[], at?: { x: number; y: number }): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: at?.x ?? width / 2, y: at?.y ?? height / 2, data });
  }
  await session.detach();
}
