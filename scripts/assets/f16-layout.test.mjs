import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeFloat16 } from '../../src/encoder/float16.mjs';
import { isF16LayoutValid, writeF16Layout } from './f16-layout.mjs';
import { sha256 } from './sha256.mjs';

const ORIGIN = { source: 'a test', licence: 'none' };
/** Two shards: one kernel of a little more than 4 MB as float16. */
const SPECS = [
  { name: 'a/kernel', shape: [3, 3, 250, 1000] },
  { name: 'a/bias', shape: [3] },
];
const kernel = Float32Array.from({ length: 2_250_000 }, (_, at) => Math.sin(at) / 7);
const bias = Float32Array.of(1 + 2 ** -11, -0.5, 3.14159274);
const tensors = new Map([
  ['a/kernel', kernel],
  ['a/bias', bias],
]);

/** @type {string} */
let root;
/** @type {string} */
let folder;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gramscope-test-'));
  folder = path.join(root, 'vgg19');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function readManifest() {
  return JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
}

describe('writeF16Layout', () => {
  it('writes shards of at most 4 MB whose halves are the nearest ones', async () => {
    await writeF16Layout(folder, tensors, SPECS, ORIGIN);
    const manifest = await readManifest();
    const [{ paths, weights }] = manifest.weightsManifest;
    expect(manifest).toMatchObject({ format: 'weights-manifest', ...ORIGIN });
    expect(weights[1]).toEqual({ name: 'a/bias', shape: [3], dtype: 'float32', quantization: { dtype: 'float16' } });
    expect(paths).toHaveLength(2);

    const shards = await Promise.all(paths.map((/** @type {string} */ name) => readFile(path.join(folder, name))));
    expect(shards[0].length).toBe(4 * 1024 * 1024);
    expect(shards.map(sha256)).toEqual(paths.map((/** @type {string} */ name) => manifest.sha256[name]));
    const joined = Buffer.concat(shards);
    expect(sha256(joined)).toBe(manifest.weightsId);

    const values = decodeFloat16(new Uint16Array(new Uint8Array(joined).buffer));
    expect([...values.subarray(kernel.length)]).toEqual([1, -0.5, 3.140625]);
    const worst = kernel.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(values[at]))), 0);
    expect(worst).toBeLessThanOrEqual(2 ** -14);
  });

  it('replaces what was there, and leaves it alone when a tensor is missing or of another size', async () => {
    await writeF16Layout(folder, tensors, SPECS, ORIGIN);
    const before = await readdir(folder);
    const short = new Map([...tensors, ['a/bias', Float32Array.of(1)]]);
    await expect(writeF16Layout(folder, short, SPECS, ORIGIN)).rejects.toThrow('a/bias has 1 values instead of 3');
    await expect(writeF16Layout(folder, new Map(), SPECS, ORIGIN)).rejects.toThrow('a/kernel has no values');
    expect(await readdir(folder)).toEqual(before);

    await writeF16Layout(folder, new Map([...tensors, ['a/bias', bias.map((value) => -value)]]), SPECS, ORIGIN);
    const after = await readdir(folder);
    expect(after).toHaveLength(3);
    expect(after).not.toEqual(before);
  });
});

describe('isF16LayoutValid', () => {
  it('tells whole weights from missing, changed and cut ones', async () => {
    expect(await isF16LayoutValid(folder)).toBe(false);
    await writeF16Layout(folder, tensors, SPECS, ORIGIN);
    expect(await isF16LayoutValid(folder)).toBe(true);

    const [name] = (await readManifest()).weightsManifest[0].paths;
    const whole = await readFile(path.join(folder, name));
    await writeFile(path.join(folder, name), whole.subarray(0, 1000));
    expect(await isF16LayoutValid(folder)).toBe(false);
    await rm(path.join(folder, name));
    expect(await isF16LayoutValid(folder)).toBe(false);
    await writeFile(path.join(folder, 'manifest.json'), '{"sha256":{}}');
    expect(await isF16LayoutValid(folder)).toBe(false);
    await writeFile(path.join(folder, 'manifest.json'), 'not json');
    expect(await isF16LayoutValid(folder)).toBe(false);
  });
});
