/** Decodes the file that each message names and reports how it went; run as a child process, which can be killed. */
import { readFile } from 'node:fs/promises';
import { toErrorReport } from '../../base/errors.ts';
import { decodeImage } from '../decode-image.ts';

process.on('message', async (path: string) => {
  const outcome = await outcomeOf(path);
  // Kilobytes to bytes.
  process.send?.({ outcome, peakBytes: process.resourceUsage().maxRSS * 1024 });
});

async function outcomeOf(path: string): Promise<string> {
  try {
    const { width, height, data } = await decodeImage(new Blob([await readFile(path)]));
    return data.length === width * height * 3 ? 'image' : 'wrong size';
  } catch (thrown) {
    return toErrorReport(thrown).code;
  }
}
