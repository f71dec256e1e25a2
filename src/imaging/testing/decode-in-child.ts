/** Decodes the file that each message names or holds and reports how it went; run as a child process, which can be killed. */
import { readFile } from 'node:fs/promises';
import { toErrorReport } from '../../base/errors.ts';
import { decodeImage } from '../decode-image.ts';

process.on('message', async (file: string | Uint8Array<ArrayBuffer>) => {
  const outcome = await outcomeOf(file);
  // Kilobytes to bytes.
  process.send?.({ outcome, peakBytes: process.resourceUsage().maxRSS * 1024 });
});

async function outcomeOf(file: string | Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const bytes = typeof file === 'string' ? await readFile(file) : file;
    const { width, height, data } = await decodeImage(new Blob([bytes]));
    return data.length === width * height * 3 ? 'image' : 'wrong size';
  } catch (thrown) {
    return toErrorReport(thrown).code;
  }
}
