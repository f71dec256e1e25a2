import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UNTRAINED_WEIGHTS_ID } from './untrained.ts';
import { WEIGHT_COUNT, WEIGHT_SPECS } from './vgg19-layers.ts';
import { type LoadingProgress, loadWeights } from './weights.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const BASE = 'http://localhost/app/assets/';
const FOLDER = `${BASE}vgg19/`;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const halves = new Uint16Array(WEIGHT_COUNT);
const bytes = new Uint8Array(halves.buffer);
let shards: Record<string, Uint8Array<ArrayBuffer>>;
let manifest: { weightsManifest: unknown; sha256: Record<string, string>; weightsId: string };

beforeAll(() => {
  for (let at = 0; at < halves.length; at++) halves[at] = (at * 31) & 0x3bff;
  shards = { 'a.bin': bytes.slice(0, 20_000_000), 'b.bin': bytes.slice(20_000_000) };
  manifest = {
    weightsManifest: [{ paths: Object.keys(shards), weights: WEIGHT_SPECS }],
    sha256: Object.fromEntries(Object.entries(shards).map(([name, shard]) => [name, sha256(shard)])),
    weightsId: sha256(bytes),
  };
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Answers with these bodies by address; functions are called, what is missing is a 404. */
function serveFiles(files: Record<string, BodyInit | (() => Response)>): void {
  vi.stubGlobal('fetch', async (url: URL, { signal }: RequestInit) => {
    signal?.throwIfAborted();
    const body = files[url.href];
    if (typeof body === 'function') return body();
    return body === undefined ? new Response('no such file', { status: 404 }) : new Response(body);
  });
}

function allFiles(): Record<string, BodyInit | (() => Response)> {
  const named = Object.entries(shards).map(([name, shard]) => [FOLDER + name, shard] as const);
  return { [`${FOLDER}manifest.json`]: JSON.stringify(manifest), ...Object.fromEntries(named) };
}

/** The browser's caches as far as the weights need them: one, whose files are `kept` by address. */
function keepIn(kept: Map<string, ArrayBuffer>): void {
  const cache = {
    match: async ({ href }: URL) => (kept.has(href) ? new Response(kept.get(href)) : undefined),
    put: async ({ href }: URL, response: Response) => void kept.set(href, await response.arrayBuffer()),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async ({ url }: Request) => kept.delete(url),
  };
  vi.stubGlobal('caches', { open: async () => cache });
}

const load = (onProgress: (progress: LoadingProgress) => void = () => {}, signal = new AbortController().signal) =>
  loadWeights(BASE, signal, onProgress);

describe('loadWeights', () => {
  it('joins the shards, and tells how far it is', async () => {
    serveFiles(allFiles());
    const progress: LoadingProgress[] = [];
    const weights = await load((step) => progress.push(step));
    expect(weights).toMatchObject({ weightsId: manifest.weightsId, trained: true });
    expect(Buffer.compare(new Uint8Array(weights.halves.buffer), bytes)).toBe(0);
    expect(progress).toHaveLength(2);
    expect(progress.at(-1)).toEqual({ loadedBytes: bytes.length, totalBytes: bytes.length });
  });

  it('makes the untrained weights where there is no manifest, or the page comes in its place', async () => {
    serveFiles({});
    expect(await load()).toMatchObject({ weightsId: UNTRAINED_WEIGHTS_ID, trained: false });
    serveFiles({ [`${FOLDER}manifest.json`]: '<!doctype html><title>Gramscope</title>' });
    expect(await load()).toMatchObject({ weightsId: UNTRAINED_WEIGHTS_ID, trained: false });
  });

  it('refuses a shard that does not match its hash', async () => {
    const damaged = (shards['b.bin'] as Uint8Array<ArrayBuffer>).slice();
    damaged[5] = 1 ^ (damaged[5] as number);
    serveFiles({ ...allFiles(), [`${FOLDER}b.bin`]: damaged });
    await expect(load()).rejects.toMatchObject({ code: 'weights-damaged', detail: 'b.bin' });
  });

  it('refuses shards that are right one by one and wrong together', async () => {
    serveFiles({ ...allFiles(), [`${FOLDER}manifest.json`]: JSON.stringify({ ...manifest, weightsId: 'another' }) });
    await expect(load()).rejects.toMatchObject({ code: 'weights-damaged' });
  });

  it('refuses a manifest of another network', async () => {
    const other = { ...manifest, weightsManifest: [{ paths: ['a.bin'], weights: [{ name: 'dense', shape: [2, 2] }] }] };
    for (const body of [
      JSON.stringify(other),
      '{}',
      'null',
      '{"weightsManifest":[{"paths":[]}],"sha256":{},"weightsId":""}',
    ]) {
      serveFiles({ ...allFiles(), [`${FOLDER}manifest.json`]: body });
      await expect(load()).rejects.toMatchObject({ code: 'weights-damaged' });
    }
  });

  it('takes the untrained network without a server, too, where the server said last that it has no weights', async () => {
    keepIn(new Map());
    serveFiles({});
    await expect(load()).resolves.toMatchObject({ trained: false });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(load()).resolves.toMatchObject({ trained: false });
    serveFiles(allFiles());
    await expect(load()).resolves.toMatchObject({ trained: true });
  });

  it('says so when the server fails or a shard is missing', async () => {
    const unreachable = { code: 'weights-unreachable' };
    serveFiles({ [`${FOLDER}manifest.json`]: () => Response.error() });
    await expect(load()).rejects.toMatchObject(unreachable);
    serveFiles({ [`${FOLDER}manifest.json`]: () => new Response('', { status: 503 }) });
    await expect(load()).rejects.toMatchObject(unreachable);
    serveFiles({ [`${FOLDER}manifest.json`]: JSON.stringify(manifest) });
    await expect(load()).rejects.toMatchObject(unreachable);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(load()).rejects.toMatchObject(unreachable);
  });

  it('stops when aborted', async () => {
    serveFiles(allFiles());
    await expect(load(undefined, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  describe('with a cache', () => {
    it('needs no network the next time', async () => {
      keepIn(new Map());
      serveFiles(allFiles());
      await load();
      vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
      expect(await load()).toMatchObject({ weightsId: manifest.weightsId, trained: true });
    });

    it('fetches a damaged shard again, and nothing else', async () => {
      const kept = new Map<string, ArrayBuffer>();
      keepIn(kept);
      serveFiles(allFiles());
      await load();
      const damaged = new Uint8Array(kept.get(`${FOLDER}b.bin`) ?? new ArrayBuffer());
      damaged[7] = 1 ^ (damaged[7] ?? 0);
      serveFiles({ ...allFiles(), [`${FOLDER}a.bin`]: () => Response.error() });
      expect(await load()).toMatchObject({ weightsId: manifest.weightsId });
      expect(sha256(new Uint8Array(kept.get(`${FOLDER}b.bin`) ?? new ArrayBuffer()))).toBe(manifest.sha256['b.bin']);
    });

    it('removes the files of weights that have been replaced', async () => {
      const kept = new Map([[`${FOLDER}former.bin`, new ArrayBuffer(1)]]);
      keepIn(kept);
      serveFiles(allFiles());
      await load();
      expect([...kept.keys()].sort()).toEqual(Object.keys(allFiles()).sort());
    });

    it('does without when the cache is full', async () => {
      const full = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
      const cache = { match: async () => undefined, put: full, keys: async () => [] };
      vi.stubGlobal('caches', { open: async () => cache });
      serveFiles(allFiles());
      expect(await load()).toMatchObject({ weightsId: manifest.weightsId });
    });
  });
});
