import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

const DRIVER = 'vk_swiftshader_icd.json';
/** Of Debian's and Ubuntu's packages, whose programs are scripts that lie elsewhere. */
const PACKAGED = ['/usr/lib/chromium', '/usr/lib/chromium-browser'];

/**
 * Where Dawn in Node finds a WebGPU adapter on Linux: SwiftShader and Vulkan's loader as a Chromium brings them, so that
 * kernels are tested on any machine, and on the same adapter. Nothing is needed elsewhere: macOS has Metal, Windows
 * Direct3D.
 *
 * @param {string} browser Path of a Chromium.
 * @returns {NodeJS.ProcessEnv} For a process's start; empty where there is none, or where a driver is named already.
 */
export function softwareGpuEnvironment(browser) {
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES) return {};
  const folder = [path.dirname(realpathSync(browser)), ...PACKAGED].find((place) =>
    existsSync(path.join(place, DRIVER)),
  );
  if (!folder) return {};
  const libraries = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(path.delimiter);
  return { VK_ICD_FILENAMES: path.join(folder, DRIVER), LD_LIBRARY_PATH: libraries };
}
