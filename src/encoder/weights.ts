import { AppError } from '../base/errors.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from './untrained.ts';
import { WEIGHT_COUNT, WEIGHT_SPECS } from './vgg19-layers.ts';

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
interface Manifest {
  readonly weightsManifest: readonly [{ readonly paths: readonly string[]; readonly weights: readonly NamedShape[] }];
  readonly sha256: Readonly<Record<string, string>>;
  readonly weightsId: string;
}

interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Loads the trained weights that the asset step has put under `assetsUrl`, or makes the untrained ones where it has not.
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
  const manifest = await fetchManifest(new URL('manifest.json', folder), signal);
  if (!manifest) return { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };

  const totalBytes = WEIGHT_COUNT * Uint16Array.BYTES_PER_ELEMENT;
  let loadedBytes = 0;
  const shards = await Promise.all(
    manifest.weightsManifest[0].paths.map(async (path) => {
      const shard = await fetchBytes(new URL(path, folder), signal);
      await verify(shard, manifest.sha256[path], path);
      loadedBytes += shard.byteLength;
      onProgress({ loadedBytes, totalBytes });
      return shard;
    }),
  );
  const bytes = await new Blob(shards).arrayBuffer();
  if (bytes.byteLength !== totalBytes) throw new AppError('weights-damaged', `${bytes.byteLength} bytes`);
  await verify(bytes, manifest.weightsId, 'all shards');
  return { weightsId: manifest.weightsId, trained: true, halves: new Uint16Array(bytes) };
}

/** The manifest, or nothing where the server has none (it may answer with the page instead). */
async function fetchManifest(url: URL, signal: AbortSignal): Promise<Manifest | undefined> {
  // Revalidated every time: weights may have been added since.
  const response = await request(url, { signal, cache: 'no-cache' });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new AppError('weights-unreachable', `${url.pathname}: HTTP ${response.status}`);
  const text = await bodyOf(response.text(), url, signal);
  const parsed = parseJson(text);
  if (parsed === undefined) return undefined;
  if (!isManifest(parsed)) throw new AppError('weights-damaged', 'manifest.json describes another network');
  return parsed;
}

async function fetchBytes(url: URL, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await request(url, { signal });
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the parsed manifest describes this network, tensor by tensor. */
function isManifest(value: unknown): value is Manifest {
  const { weightsManifest: [group] = [], sha256, weightsId } = (value ?? {}) as Partial<Manifest>;
  if (!group || typeof sha256 !== 'object' || typeof weightsId !== 'string' || !Array.isArray(group.paths))
    return false;
  const signature = (specs: readonly NamedShape[]) => JSON.stringify(specs.map(({ name, shape }) => [name, shape]));
  return Array.isArray(group.weights) && signature(group.weights) === signature(WEIGHT_SPECS);
}

async function verify(bytes: ArrayBuffer, expected: string | undefined, what: string): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== expected) throw new AppError('weights-damaged', what);
}
