import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { File, ready } from 'h5wasm/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readF32Layout } from './assets/read-f32-layout.mjs';
import { sha256 } from './assets/sha256.mjs';
import { elements, VGG19_TENSORS } from './assets/vgg19-tensors.mjs';
import { prepareAssets } from './assets.mjs';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** @type {string} */
let root;
/** @type {string[]} */
let said;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gramscope-test-'));
  said = [];
  vi.spyOn(console, 'log').mockImplementation((line) => {
    said.push(line);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const outDir = () => path.join(root, 'assets');
const manifestFile = () => path.join(outDir(), 'vgg19/manifest.json');
const tensor = (/** @type {number} */ length) => Float32Array.from({ length }, (_, at) => ((at % 97) - 48) / 1024);

/**
 * A folder laid out as ../shared.
 * @param {{ weights: readonly { name: string, shape: number[] }[], damaged?: boolean }} options
 */
async function makeSharedFolder({ weights, damaged = false }) {
  const folder = path.join(root, 'shared');
  await mkdir(path.join(folder, 'models/vgg19'), { recursive: true });
  const bytes = Buffer.concat(weights.map((spec) => new Uint8Array(tensor(elements(spec)).buffer)));
  const manifest = {
    weightsManifest: [{ paths: ['all.bin'], weights }],
    sha256: { 'all.bin': damaged ? 'another' : sha256(bytes) },
  };
  await writeFile(path.join(folder, 'models/vgg19/all.bin'), bytes);
  await writeFile(path.join(folder, 'models/vgg19/manifest.json'), JSON.stringify(manifest));
  return folder;
}

async function makeKerasFile() {
  await ready;
  await mkdir(path.join(root, 'keras'));
  const file = path.join(root, 'keras/weights.h5');
  const h5 = new File(file, 'w');
  for (const spec of VGG19_TENSORS) {
    const [layer, kind] = /** @type {[string, string]} */ (spec.name.split('/'));
    if (kind === 'kernel') h5.create_group(layer);
    h5.create_dataset({ name: `${spec.name}_1:0`, data: tensor(elements(spec)), shape: spec.shape });
  }
  h5.close();
  return file;
}

async function weightsId() {
  return JSON.parse(await readFile(manifestFile(), 'utf8')).weightsId;
}

describe('readF32Layout', () => {
  const specs = [
    { name: 'a/kernel', shape: [1, 1, 2, 2] },
    { name: 'a/bias', shape: [2] },
  ];

  it('cuts the file into its tensors', async () => {
    const folder = await makeSharedFolder({ weights: specs });
    const tensors = await readF32Layout(path.join(folder, 'models/vgg19'));
    expect(tensors).toEqual(
      new Map([
        ['a/kernel', tensor(4)],
        ['a/bias', tensor(2)],
      ]),
    );
  });

  it('refuses a file that does not match its hash', async () => {
    const folder = await makeSharedFolder({ weights: specs, damaged: true });
    await expect(readF32Layout(path.join(folder, 'models/vgg19'))).rejects.toThrow(
      'all.bin does not match its SHA-256',
    );
  });
});

describe('prepareAssets', () => {
  it('converts the shared layout once, and finds it in place the second time', async () => {
    const folders = [path.join(root, 'absent'), await makeSharedFolder({ weights: VGG19_TENSORS })];
    expect(await prepareAssets({ outDir: outDir(), folders, online: false })).toEqual({ weights: true, sample: false });
    const { mtimeMs } = await stat(manifestFile());
    expect(await prepareAssets({ outDir: outDir(), folders: [], online: false })).toMatchObject({ weights: true });
    expect((await stat(manifestFile())).mtimeMs).toBe(mtimeMs);
    expect(said).toHaveLength(1);
  });

  it('converts a Keras file, named itself or by its folder, to the same weights', async () => {
    const file = await makeKerasFile();
    await prepareAssets({ outDir: outDir(), folders: [file], online: false });
    const fromFile = await weightsId();
    await rm(outDir(), { recursive: true });
    await prepareAssets({ outDir: outDir(), folders: [path.dirname(file)], online: false });
    expect(await weightsId()).toBe(fromFile);
    await rm(outDir(), { recursive: true });
    const shared = await makeSharedFolder({ weights: VGG19_TENSORS });
    await prepareAssets({ outDir: outDir(), folders: [shared], online: false });
    expect(await weightsId()).toBe(fromFile);
  });

  it('says in a line how to add weights where there are none, and does not fail', async () => {
    const damaged = await makeSharedFolder({ weights: VGG19_TENSORS.slice(0, 2), damaged: true });
    const found = await prepareAssets({ outDir: outDir(), folders: [damaged], online: false });
    expect(found).toEqual({ weights: false, sample: false });
    expect(said.at(-1)).toMatch(/untrained network will be used.*GRAMSCOPE_ASSETS/);
  });

  it('takes damaged weights away when it finds no others', async () => {
    const folders = [await makeSharedFolder({ weights: VGG19_TENSORS })];
    await prepareAssets({ outDir: outDir(), folders, online: false });
    const manifest = JSON.parse(await readFile(manifestFile(), 'utf8'));
    const [shard] = manifest.weightsManifest[0].paths;
    await writeFile(path.join(outDir(), 'vgg19', shard), 'damaged');
    expect(await prepareAssets({ outDir: outDir(), folders: [], online: false })).toMatchObject({ weights: false });
    await expect(stat(path.join(outDir(), 'vgg19'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not fail when the public source cannot be reached or gives another file', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    expect(await prepareAssets({ outDir: outDir(), folders: [] })).toMatchObject({ weights: false });
    vi.stubGlobal('fetch', async () => new Response('an error page'));
    expect(await prepareAssets({ outDir: outDir(), folders: [] })).toMatchObject({ weights: false });
    vi.unstubAllGlobals();
    expect(said.join('\n')).toContain('the file has another MD5');
  });

  it('looks nowhere and offers nothing with GRAMSCOPE_ASSETS=none, and keeps what is in place', async () => {
    const folders = [await makeSharedFolder({ weights: VGG19_TENSORS })];
    await prepareAssets({ outDir: outDir(), folders, online: false });
    vi.stubEnv('GRAMSCOPE_ASSETS', 'none');
    expect(await prepareAssets({ outDir: outDir(), folders })).toEqual({ weights: false, sample: false });
    expect(await weightsId()).toMatch(/^[0-9a-f]{64}$/);
  });
});
