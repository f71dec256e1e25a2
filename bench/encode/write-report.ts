import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Gpu } from './measure-gpu.ts';
import type { Pipeline } from './measure-pipeline.ts';
import type { EncoderFigures, Processor } from './summarise.ts';
import type { Row } from './time-in-turns.ts';

/** Writes the figures as a page for people. */
export function writeReport(file: string, figures: EncoderFigures): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, reportText(figures, new Date()));
}

function reportText(figures: EncoderFigures, date: Date): string {
  const { processor, gpu, pipeline, runtime, rows } = figures;
  const machine = `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores`;
  const measured = [
    ...(processor ? processorText(figures, processor) : []),
    ...(gpu ? gpuText(figures, gpu) : []),
    ...(pipeline ? pipelineText(pipeline) : []),
  ];
  return `# Performance of the encoder

Made by \`npm run bench:encode -- --write\` on ${date.toISOString().slice(0, 10)}: ${machine}, ${runtime}, ${os.type()}.

Every engine runs the same network (VGG19 to conv5_1, the Standard profile's Gram entries, bits) on the same patches with
as many threads, from 8-bit pixels to packed bits. Engines take turns, and a ratio is the median over turns: a busy machine is
busy for all. GFLOP/s count a patch's direct convolutions, however few operations an engine gets by with.

## Beside the goals

${measured.map((line) => `- ${line}`).join('\n')}

## What was not measured, and what was left out

${[...missingText(figures), ...LEFT_OUT].map((line) => `- ${line}`).join('\n')}

## Every figure

| engine | patch | batch | ms a patch | GFLOP/s | x onnxruntime-web | bits that differ from its | memory, MB | share of time |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(rowText).join('\n')}

The stages of Gramscope's WebGPU rows are those of one patch, each awaited before the next begins; in use they overlap.
onnxruntime-web does not tell its memory.
`;
}

function processorText(
  { wasm_vs_ort, wasm_vs_tfjs, wasm_device_share }: EncoderFigures,
  processor: Processor,
): string[] {
  const { size, limit_gflops } = processor;
  return [
    `**${wasm_vs_ort}** times the throughput of onnxruntime-web's WASM at ${size} px, one patch at a time (goal: 1.6), and **${wasm_vs_tfjs}** times that of TensorFlow.js' WASM.`,
    `**${wasm_device_share}** of the processor's multiply-add rate, ${limit_gflops} GFLOP/s (a loop on registers, all threads). Winograd's F(4x4, 3x3) takes a quarter of the multiplications, so that this may pass 1.`,
  ];
}

function gpuText({ webgpu_vs_ort, webgpu_vs_tfjs }: EncoderFigures, gpu: Gpu): string[] {
  const { name, software, size, share, product_gflops } = gpu;
  const goal = software ? "goal: twice TensorFlow.js'" : "goal: 1.5 times onnxruntime-web's";
  const where = `On WebGPU (${name}${software ? ', which computes on the processor' : ''}), at ${size} px:`;
  return [
    `${where} **${webgpu_vs_ort ?? 'not measured'}** times the throughput of onnxruntime-web's WebGPU and **${webgpu_vs_tfjs}** times that of TensorFlow.js' (${goal}).`,
    `**${share}** of what a matrix product alone reaches there, ${product_gflops} GFLOP/s${software ? '' : ' (goal: 0.5)'}.`,
  ];
}

function pipelineText({
  share,
  images,
  engine,
  bare_per_second,
  indexed_per_second,
  drop_to_last_s,
}: Pipeline): string[] {
  const where = engine === 'own' ? 'on the processor' : 'on the graphics card';
  return [
    `**${share}** of the bare encoder's rate ${where} in a whole indexing run of ${images} images (goal: 0.9; the median of three): ${indexed_per_second} patches a second beside ${bare_per_second}. From the drop to the last patch, start and review included, it took ${drop_to_last_s} s.`,
  ];
}

const ELSEWHERE =
  '`npm run bench:encode -- --node` makes `dist-bench-node`, which measures it on any machine of the same kind that has one: carry the folder there and run `node bench.mjs`; neither packages nor a browser are needed.';

function missingText({ gpu, processor, pipeline, rows }: EncoderFigures): string[] {
  const missing: string[] = [];
  if (!gpu) missing.push(`WebGPU was not measured: there is no graphics card here. ${ELSEWHERE}`);
  if (gpu?.software) {
    missing.push(
      `A graphics card: there is none here. The goals of 1.5 times onnxruntime-web and of half the device are open; the software figures above say that the kernels are right, and little of their speed on a card. ${ELSEWHERE}`,
    );
  }
  if (gpu && !rows.some(({ engine }) => engine === 'ortGpu')) {
    missing.push("onnxruntime-web's WebGPU: it does not run here.");
  }
  if (!processor) missing.push('The processor.');
  if (!pipeline) missing.push('A whole indexing run, which needs a browser.');
  return missing;
}

/** What was tried beside what the engines do now, with the figures that decided. */
const LEFT_OUT: readonly string[] = [
  "Half precision between the kernels on a card. It is taken where the device has `shader-f16`: feature maps, transformed tiles and their products, while weights, arithmetic and sums stay in float32. What it changes, by `npm run bench:half -- --tiles 20` on Mesa's lavapipe 25.0: 0.022 % of the bits are others than the processor's on 160 tiles (0.078 % on the worst), 0.041 % (0.050 %) others than the float64 reference's on the golden tiles where float32 has 0.015 % (0.036 %), and the three nearest vote right for as many tiles, 78.1 % (each tile against 159 others). Transformed kernels stay as they are, since patches of a stack share their traffic. Lavapipe, which computes on the processor, is no faster with it (0.998 of single, `npm run bench:encode -- --node --software-gpu`); on a card it halves most of what passes.",
  'Subgroups in the matrix product: the rows that threads share were broadcast within subgroups (8 wide, on lavapipe) in place of read from workgroup memory by each; it was no faster. That read serves all of them at once, 16 bytes at a time, and a card would have to say otherwise.',
  'What an indexing run lacks of the bare encoder on the processor: the encoder does not wait, since its next batch is there before the last is stored, but the page is drawn, files decoded and patches stored on the cores that its threads take, and each moment one thread is held up holds up the others. A progress bar that glided laid the page out at every frame; without that, a part came back. The machine that measured is shared: within one hour the median of three runs was 0.92 and 0.83.',
];

function rowText({ name, size, batch, ms, gflops, vs_ort, bits_from_ort, memory_mb, stages }: Row): string {
  const shares = Object.entries(stages).map(([stage, share]) => `${stage} ${(share * 100).toFixed(1)} %`);
  const differing = bits_from_ort === null ? '' : `${(bits_from_ort * 100).toFixed(3)} %`;
  const cells = [name, `${size} px`, batch, ms, gflops, vs_ort ?? '', differing, memory_mb ?? '', shares.join(', ')];
  return `| ${cells.join(' | ')} |`;
}
