import * as v from 'valibot';
import { dictionarySchema, lookUp } from '../base/dictionary.ts';
import { AppError } from '../base/errors.ts';
import { parse, readJson } from '../base/parse.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from './untrained.ts';
import { WEIGHT_COUNT, WEIGHT_SPECS } from './vgg19-layers.ts';
import { openWeightsCache, type WeightsCache } from './weights-cache.ts';

/** The numbers of the network. */
export interface Weights {
  /** SHA-256 (hex) of the bytes of `halves`. */
  readonly weightsId: string;
  /** False for the untrained network, whose matches are weaker. */
  readonly trained: boolean;
  /** float16, in the order of WEIGHT_SPECS. */
  readonly halves: Uint16Array<ArrayBuffer>;
}

export interface LoadingProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/** What the asset step writes: the TensorFlow.js weights manifest with the hash of each shard. */
const manifestSchema = v.object({
  weightsManifest: v.tuple([
    v.object({
      paths: v.array(v.string()),
      weights: v.array(v.object({ name: v.string(), shape: v.array(v.number()) })),
    }),
  ]),
  sha256: dictionarySchema(v.string(), v.string()),
  weightsId: v.string(),
});

type Manifest = v.InferOutput<typeof manifestSchema>;

/**
 * Loads the trained weights that the asset step has put under `assetsUrl`, or makes the untrained ones where it has not.
 * What was loaded is kept in a cache of its own and checked at every use, so the next time needs no network.
 *
 * @param assetsUrl Absolute, ending in a slash.
 * @throws AppError weights-unreachable, weights-damaged; the signal's reason when aborted.
 */
export async function loadWeights(
  assetsUrl: string,
  signal: AbortSignal,
  onProgress: (progress: LoadingProgress) => void,
): Promise<Weights> {
  const folder = new URL('vgg19/', assetsUrl);
  const cache = await openWeightsCache();
  const manifest = await fetchManifest(new URL('manifest.json', folder), signal, cache);
  if (!manifest) return { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };

  const totalBytes = WEIGHT_COUNT * Uint16Array.BYTES_PER_ELEMENT;
  let loadedBytes = 0;
  const { paths } = manifest.weightsManifest[0];
  const shards = await Promise.all(
    paths.map(async (path) => {
      const shard = await loadShard(new URL(path, folder), lookUp(manifest.sha256, path), signal, cache);
      loadedBytes += shard.byteLength;
      onProgress({ loadedBytes, totalBytes });
      return shard;
    }),
  );
  const bytes = await new Blob(shards).arrayBuffer();
  if (bytes.byteLength !== totalBytes) throw new AppError('weights-damaged', `${bytes.byteLength} bytes`);
  await verify(bytes, manifest.weightsId, 'all shards');
  await cache.keepOnly([new URL('manifest.json', folder), ...paths.map((path) => new URL(path, folder))]);
  return { weightsId: manifest.weightsId, trained: true, halves: new Uint16Array(bytes) };
}

/** The manifest, or nothing where the server has none (it may answer with the page instead). */
async function fetchManifest(url: URL, signal: AbortSignal, cache: WeightsCache): Promise<Manifest | undefined> {
  const bytes = await fetchManifestFile(url, signal, cache);
  const manifest = readManifest(new TextDecoder().decode(bytes));
  await cache.put(url, bytes);
  return manifest;
}

function readManifest(text: string): Manifest | undefined {
  const document = readJson(text);
  if (document === undefined) return undefined;
  const parsed = parse(manifestSchema, document);
  if ('value' in parsed && describesNetwork(parsed.value)) return parsed.value;
  const problem = 'problem' in parsed ? `: ${parsed.problem}` : '';
  throw new AppError('weights-damaged', `manifest.json describes another network${problem}`);
}

/**
 * Asks the server every time, since weights may have been added; without one, what it said last holds.
 * @returns Nothing but the buffer where the server has no such file.
 */
async function fetchManifestFile(url: URL, signal: AbortSignal, cache: WeightsCache): Promise<ArrayBuffer> {
  try {
    const response = await request(url, { signal, cache: 'no-cache' });
    if (response.status === 404) return new ArrayBuffer(0);
    if (!response.ok) throw new AppError('weights-unreachable', `${url.pathname}: HTTP ${response.status}`);
    return await bodyOf(response.arrayBuffer(), url, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const kept = await cache.read(url);
    if (!kept) throw thrown;
    return kept;
  }
}

/** A shard from the cache, or from the server where the cache has none or a damaged one. */
async function loadShard(
  url: URL,
  sha256: string | undefined,
  signal: AbortSignal,
  cache: WeightsCache,
): Promise<ArrayBuffer> {
  const kept = await cache.read(url);
  if (kept && (await hexDigest(kept)) === sha256) return kept;
  const shard = await fetchBytes(url, signal);
  await verify(shard, sha256, fileName(url));
  await cache.put(url, shard);
  return shard;
}

async function fetchBytes(url: URL, signal: AbortSignal): Promise<ArrayBuffer> {
  // Not from the browser's own cache, which may hold the very copy that was damaged.
  const response = await request(url, { signal, cache: 'no-cache' });
  if (!response.ok) throw new AppError('weights-unreachable', `${url.pathname}: HTTP ${response.status}`);
  return bodyOf(response.arrayBuffer(), url, signal);
}

function request(url: URL, options: RequestInit & { signal: AbortSignal }): Promise<Response> {
  return bodyOf(fetch(url, options), url, options.signal);
}

async function bodyOf<Body>(body: Promise<Body>, url: URL, signal: AbortSignal): Promise<Body> {
  try {
    return await body;
  } catch (thrown) {
    signal.throwIfAborted();
    throw new AppError('weights-unreachable', `${url.pathname}: ${String(thrown)}`, { cause: thrown });
  }
}

/** Whether the weights are those of this network, tensor by tensor. */
function describesNetwork({ weightsManifest: [{ weights }] }: Manifest): boolean {
  const signature = (specs: readonly { readonly name: string; readonly shape: readonly number[] }[]) =>
    JSON.stringify(specs.map(({ name, shape }) => [name, shape]));
  return signature(weights) === signature(WEIGHT_SPECS);
}

async function verify(bytes: ArrayBuffer, expected: string | undefined, what: string): Promise<void> {
  if ((await hexDigest(bytes)) !== expected) throw new AppError('weights-damaged', what);
}

async function hexDigest(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fileName({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}
