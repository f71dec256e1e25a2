import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { JOB_FIELDS, JOB_KINDS, type JobKind } from './kernel.ts';

/** The class of each kind's job, and the file that declares it. */
const CLASSES: Readonly<Record<JobKind, readonly [file: string, name: string]>> = {
  transformKernels: ['winograd.as.ts', 'KernelTransform'],
  convolveFirst: ['first-convolution.as.ts', 'FirstConvolution'],
  transformTiles: ['winograd.as.ts', 'Convolution'],
  multiplyTiles: ['winograd.as.ts', 'Convolution'],
  multiplySlice: ['gram.as.ts', 'Gram'],
  sumEntries: ['gram.as.ts', 'EntrySum'],
};

it.each(JOB_KINDS)('%s is told its numbers in the order in which its class declares them', (kind) => {
  const [file, name] = CLASSES[kind];
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const declared = new RegExp(`export class ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
  const fields = [...declared.matchAll(/^ {2}(\w+): usize;$/gm)].map((match) => match[1]);
  expect(fields).toEqual([...JOB_FIELDS[kind]]);
  expect(source).toContain(`export function ${kind}(job: ${name},`);
});
