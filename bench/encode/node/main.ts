/**
 * The WebGPU half of the benchmark without a browser, on Dawn. Built into one folder that runs wherever Node does: `node
 * bench.mjs`. Takes `--short`, and `--software-gpu` for an adapter that computes on the processor (SwiftShader from Debian's
 * Chromium: LD_LIBRARY_PATH=/usr/lib/chromium VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json). Ends with one
 * line of JSON.
 */
import './dawn.ts';
import { SHORT, WHOLE } from '../extent.ts';
import { measureGpu } from '../measure-gpu.ts';
import { summarise } from '../summarise.ts';
import { enginesInNode } from './engines-in-node.ts';

const wants = (option: string) => process.argv.includes(option);
const gpu = await measureGpu(enginesInNode(), wants('--short') ? SHORT : WHOLE, wants('--software-gpu'));
if (!gpu) console.log('There is no such WebGPU adapter. On Linux, Dawn needs libvulkan.so.1 and a driver.');
console.log(JSON.stringify(summarise({ runtime: `Node ${process.versions.node}, Dawn`, gpu })));
// Devices that are still open would keep it running.
process.exit(gpu ? 0 : 1);
