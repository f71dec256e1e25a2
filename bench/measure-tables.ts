import type {} from '../e2e/harness/harness.ts';
import { median } from './median.ts';
import { withHarness } from './open-harness.ts';

const TIMES = 3;

/** Of a table with 50 columns, in a worker started anew each time. */
export async function measureTables(rows: number): Promise<{
  table_100k_s: number;
  steps_s: { open: number; find: number; match: number; values: number };
  table_bytes: number;
}> {
  const times = await withHarness(async (page) => {
    const measured = [];
    for (let time = 0; time < TIMES; time++) {
      measured.push(await page.evaluate((request) => globalThis.harness.timeTable(request), { rows }));
    }
    return measured;
  });
  const medianOf = (step: keyof (typeof times)[number]['steps']) =>
    Math.round(median(times.map(({ steps }) => steps[step])) * 100) / 100;
  return {
    table_100k_s: Math.round(median(times.map(({ seconds }) => seconds)) * 100) / 100,
    steps_s: { open: medianOf('open'), find: medianOf('find'), match: medianOf('match'), values: medianOf('values') },
    table_bytes: times[0]?.bytes ?? 0,
  };
}
