import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EncoderFigures, Gpu, Row } from './measure-encoders.ts';

/** Writes the figures as a page for people. */
export function writeReport(file: string, figures: EncoderFigures): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, reportText(figures, new Date()));
}

function reportText(figures: EncoderFigures, date: Date): string {
  const { wasm_vs_ort, wasm_vs_tfjs, device_share, device, rows } = figures;
  const processor = `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${device.threads} threads`;
  return `# Performance of the encoder

Made by \`npm run bench:encode -- --write\` on ${date.toISOString().slice(0, 10)}: ${processor}, ${device.browser}, ${os.type()}.

Every engine runs the same network (VGG19 to conv5_1, the Standard profile's Gram entries, bits) on the same patches with
as many threads, from 8-bit pixels to packed bits. Engines take turns, and a ratio is the median over turns: a busy machine is
busy for all. GFLOP/s count a patch's direct convolutions, however few operations an engine gets by with.

- **${wasm_vs_ort}** times the throughput of onnxruntime-web's WASM at 256 px, one patch at a time (goal: 1.6).
- **${wasm_vs_tfjs}** times that of TensorFlow.js' WASM there.
- **${device_share}** of the device's multiply-add rate, ${device.limit_gflops} GFLOP/s (a loop on registers, all threads). Winograd's
  F(4x4, 3x3) takes a quarter of the multiplications, so that this may pass 1.
${gpuText(figures)}

| engine | patch | batch | ms a patch | GFLOP/s | x onnxruntime-web | bits that differ from its | memory, MB | share of time |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(rowText).join('\n')}

Not measured: ${figures.gpu && !figures.gpu.software ? '' : 'WebGPU on a graphics card (there is none on this machine), and '}the share of the encoder's
rate that a whole indexing run reaches.
`;
}

function gpuText({ gpu, webgpu_vs_ort, webgpu_vs_tfjs }: EncoderFigures): string {
  if (!gpu) return '- WebGPU was not measured.';
  const where = `${gpu.name}${gpu.software ? ', which computes on the processor, at 64 px' : ''}`;
  return `- On WebGPU (${where}): **${webgpu_vs_ort}** times the throughput of onnxruntime-web's WebGPU and
  **${webgpu_vs_tfjs}** times that of TensorFlow.js' (goals: 1.5 on a graphics card, 2 on a software adapter);
  ${shareText(gpu)}.`;
}

function shareText({ share, product_gflops }: Gpu): string {
  return `**${share}** of what our matrix product alone reaches there, ${product_gflops} GFLOP/s`;
}

function rowText({ name, size, batch, ms, gflops, vs_ort, bits_from_ort, memory_mb, stages }: Row): string {
  const shares = Object.entries(stages).map(([stage, share]) => `${stage} ${Math.round(share * 100)} %`);
  const differing = `${(bits_from_ort * 100).toFixed(3)} %`;
  const cells = [name, `${size} px`, batch, ms, gflops, vs_ort, differing, memory_mb ?? '', shares.join(', ')];
  return `| ${cells.join(' | ')} |`;
}
