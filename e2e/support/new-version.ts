import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';

/** The same build with another title, "Gramscope, the next", as its own build would list it. */
export async function publishNewVersion(outDir: string): Promise<void> {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const page = await readFile(path.join(outDir, 'index.html'), 'utf8');
  const newPage = page.replace('<title>Gramscope</title>', '<title>Gramscope, the next</title>');
  const worker = await readFile(path.join(outDir, 'service-worker.js'), 'utf8');
  const version = /version:`?"?([0-9a-f]{16})/.exec(worker)?.[1] ?? '';
  expect(version).not.toBe('');
  await writeFile(path.join(outDir, 'index.html'), newPage);
  const newWorker = worker
    .replace(sha256(page), sha256(newPage))
    .replace(version, version.split('').reverse().join(''));
  expect(newWorker).not.toBe(worker);
  await writeFile(path.join(outDir, 'service-worker.js'), newWorker);
}
