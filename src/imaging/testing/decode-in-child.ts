/** Decodes the file that each message names or holds and reports how it went; run as a child process, which can be killed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { toErrorReport } from '../../base/errors.ts';
import { decodeImage } from '../decode-image.ts';

process.on('message', async (file: string | Uint8Array<ArrayBuffer>) => {
  const before = startWatching();
  const outcome = await outcomeOf(file);
  process.send?.({ outcome, tookBytes: Math.max(0, peakBytes() - before) });
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

/** Forgets the process's peak where the system can. @returns Bytes that the process takes now. */
function startWatching(): number {
  try {
    // Linux: sets the peak to what is taken now.
    writeFileSync('/proc/self/clear_refs', '5');
    return peakBytes();
  } catch {
    return process.memoryUsage.rss();
  }
}

/** Most bytes that the process has taken. What the system counts for it by itself would begin with its parent's. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
