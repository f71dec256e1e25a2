import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { softwareGpuEnvironment } from './find-software-gpu.mjs';

describe.skipIf(process.platform !== 'linux')('softwareGpuEnvironment', () => {
  /** @type {string} */
  let folder;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gramscope-gpu-'));
    mkdirSync(path.join(folder, 'bin'));
    mkdirSync(path.join(folder, 'opt'));
    writeFileSync(path.join(folder, 'opt/chrome'), '');
    writeFileSync(path.join(folder, 'opt/vk_swiftshader_icd.json'), '{}');
    symlinkSync('../opt/chrome', path.join(folder, 'bin/chrome'));
    vi.stubEnv('VK_ICD_FILENAMES', '');
    vi.stubEnv('LD_LIBRARY_PATH', '');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('finds the driver beside the binary that a link leads to', () => {
    expect(softwareGpuEnvironment(path.join(folder, 'bin/chrome'))).toEqual({
      VK_ICD_FILENAMES: path.join(folder, 'opt/vk_swiftshader_icd.json'),
      LD_LIBRARY_PATH: path.join(folder, 'opt'),
    });
  });

  it("puts the machine's own libraries first", () => {
    vi.stubEnv('LD_LIBRARY_PATH', '/own');
    const { LD_LIBRARY_PATH } = softwareGpuEnvironment(path.join(folder, 'bin/chrome'));
    expect(LD_LIBRARY_PATH).toBe(`/own:${path.join(folder, 'opt')}`);
  });

  it('leaves a driver that is named already', () => {
    vi.stubEnv('VK_ICD_FILENAMES', '/own/icd.json');
    expect(softwareGpuEnvironment(path.join(folder, 'bin/chrome'))).toEqual({});
  });
});
