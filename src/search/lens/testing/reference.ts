/** The lens' reference in Python (tools/lens/reference.py of the shared folder), run on barcodes of ours. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasPythonModule, PYTHON } from '../../../../scripts/setup/python-packages.mjs';
import { sharedFolder } from '../../../../scripts/setup/shared-folder.mjs';

const SCRIPT = `
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import reference
given = json.load(open(sys.argv[2] + '/given.json'))
codes = np.fromfile(sys.argv[2] + '/barcodes.bin', np.uint8).reshape(-1, given['bytes'])
y = np.array(given['labels'])
b = reference.signs(codes)
A, a = reference.fit(b[given['fitted']], y[given['fitted']], given['anchors'])
z = b @ A.T + a
S = b @ b.T / b.shape[1]
L = reference.unit(z) @ reference.unit(z).T + 4 * S
order = np.argsort(-L, 1, kind='stable')[:, :11]
json.dump({
  'anchors': reference.choose_anchors(y[given['fitted']], given['anchors']).tolist(),
  'projections': z.ravel().tolist(), 'directions': len(a), 'nearest': order.tolist(),
}, sys.stdout)
`;

export interface Reference {
  /** Positions within those fitted. */
  readonly anchors: number[];
  /** `directions` numbers a barcode. */
  readonly projections: number[];
  readonly directions: number;
  /** Of each barcode, among all, itself included. */
  readonly nearest: number[][];
}

const folder = sharedFolder();

export const hasReference = folder !== undefined && hasPythonModule('numpy');

export function runReference(given: {
  readonly barcodes: Uint8Array;
  readonly bytes: number;
  readonly labels: readonly number[];
  readonly fitted: readonly number[];
  readonly anchors: number;
}): Reference {
  const scratch = mkdtempSync(path.join(tmpdir(), 'gramscope-lens-'));
  try {
    const { barcodes, ...rest } = given;
    writeFileSync(path.join(scratch, 'barcodes.bin'), barcodes);
    writeFileSync(path.join(scratch, 'given.json'), JSON.stringify(rest));
    const words = ['-c', SCRIPT, path.resolve(folder ?? '', 'tools/lens'), scratch];
    return JSON.parse(execFileSync(PYTHON, words, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
