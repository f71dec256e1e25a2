import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { importersOfEntries, workerEntries, workersMakeNone } from './vite-worker-entries.mjs';

/** A worker that shares a class with what it loads later, as the encoder's does. */
const WORKER = {
  'page.js': "new Worker(new URL('./some.worker.js', import.meta.url), { type: 'module' });",
  'some.worker.js': "import { Shared } from './shared.js'; import('./later.js').then(({ of }) => of(new Shared()));",
  'shared.js': 'export class Shared { #it = 1; get it() { return this.#it; } }',
  'later.js': "import { Shared } from './shared.js'; export const of = (it) => postMessage(it instanceof Shared);",
};

/** A worker that makes another, in what it loads later. */
const NESTING = {
  ...WORKER,
  'later.js': "export const of = () => new Worker(new URL('./other.worker.js', import.meta.url), { type: 'module' });",
  'other.worker.js': 'postMessage(1);',
};

/**
 * @param {import('vite').Plugin[]} plugins
 * @param {Readonly<typeof WORKER>} [files]
 */
async function buildWorker(plugins, files = WORKER) {
  const root = await mkdtemp(path.join(tmpdir(), 'gramscope-entries-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, name), text);
  return build({
    root,
    configFile: false,
    logLevel: 'silent',
    worker: { format: 'es', plugins: () => plugins },
    build: { write: false, rolldownOptions: { input: path.join(root, 'page.js') } },
  });
}

describe('the build of a worker', () => {
  it('leaves the entry to itself', async () => {
    await expect(buildWorker([workerEntries()])).resolves.toBeDefined();
  });

  it('fails where a chunk imports the entry, as Vite alone would have it', async () => {
    const { options: _, ...checkAlone } = workerEntries();
    await expect(buildWorker([checkAlone])).rejects.toThrow(/Chunks import the entry of their worker: .*later/);
  });
});

describe('the build of a worker that makes workers', () => {
  it('fails', async () => {
    await expect(buildWorker([workersMakeNone()], NESTING)).rejects.toThrow(/Workers make workers.*later/);
  });

  it('is meant alone', async () => {
    await expect(buildWorker([workersMakeNone()])).resolves.toBeDefined();
  });
});

it('finds who imports an entry, at once or later', () => {
  const bundle = [
    { type: 'chunk', fileName: 'a.worker.js', isEntry: true, imports: ['shared.js'], dynamicImports: ['later.js'] },
    { type: 'chunk', fileName: 'shared.js', isEntry: false, imports: [], dynamicImports: ['a.worker.js'] },
    { type: 'chunk', fileName: 'later.js', isEntry: false, imports: ['a.worker.js'], dynamicImports: [] },
    { type: 'asset', fileName: 'a.wasm' },
  ];
  expect(importersOfEntries(bundle)).toEqual(['shared.js', 'later.js']);
});
