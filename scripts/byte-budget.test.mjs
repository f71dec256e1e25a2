import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureFirstLoad, overBudget } from './byte-budget.mjs';

let dist = '';

beforeEach(() => {
  dist = mkdtempSync(path.join(tmpdir(), 'gramscope-budget-'));
  mkdirSync(path.join(dist, 'code'));
  writeFileSync(path.join(dist, 'index.html'), '<script type="module" src="./code/index-aaaaaaaa.js"></script>');
});

afterEach(() => rmSync(dist, { recursive: true }));

/**
 * Bytes that gzip cannot shrink much.
 * @param {number} bytes
 */
function incompressible(bytes) {
  let state = 1;
  const characters = Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  });
  return `/*${characters.join('').replaceAll('*', '+')}*/`;
}

/**
 * @param {string} name
 * @param {string} code
 */
function writeChunk(name, code) {
  writeFileSync(path.join(dist, 'code', name), code);
}

describe('the byte budget', () => {
  it('counts what the page and its workers import at once, and nothing that is lazy', () => {
    writeChunk('index-aaaaaaaa.js', 'import{a}from"./shared-bbbbbbbb.js";const b=()=>import("./lazy-cccccccc.js");');
    writeChunk('search.worker-dddddddd.js', incompressible(5000));
    writeChunk('shared-bbbbbbbb.js', incompressible(20_000));
    const before = measureFirstLoad(dist);
    expect(before).toBeGreaterThan(19);
    writeChunk('lazy-cccccccc.js', incompressible(5000));
    expect(measureFirstLoad(dist)).toBe(before);
    expect(overBudget(dist)).toEqual([]);
  });

  it('names each chunk that is too heavy, hyphens in its hash or not', () => {
    writeChunk('index-aaaaaaaa.js', incompressible(500_000));
    writeChunk('unheard-of-c-c_cccc.js', incompressible(20_000));
    writeChunk('zstd-dddd-ddd.js', incompressible(20_000));
    const [first, lazy, ...rest] = overBudget(dist);
    expect(first).toMatch(/^The first load weighs \d+(\.\d)? kB; 330 kB are allowed\.$/);
    expect(lazy).toMatch(/^unheard-of-c-c_cccc\.js weighs \d+\.\d kB; 10 kB are allowed\.$/);
    expect(rest).toEqual([]);
  });
});
