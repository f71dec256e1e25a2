import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapAhead, PauseGate } from './pipeline.ts';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mapAhead', () => {
  it('keeps the order and the limit, whatever finishes first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 5 }),
        async (scheduler, items, limit) => {
          let underWay = 0;
          let most = 0;
          const map = async (item: number) => {
            most = Math.max(most, ++underWay);
            await scheduler.schedule(Promise.resolve());
            underWay--;
            return item * 2;
          };
          const mapped = await scheduler.waitFor(collect(mapAhead(items, limit, map)));
          expect(mapped).toEqual(items.map((item) => item * 2));
          expect(most).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});

describe('PauseGate', () => {
  it('holds a run while closed and lets it go on', async () => {
    const gate = new PauseGate();
    const { signal } = new AbortController();
    await gate.pass(signal);
    gate.close();
    let passed = false;
    const passing = gate.pass(signal).then(() => {
      passed = true;
    });
    await Promise.resolve();
    expect(passed).toBe(false);
    gate.open();
    await passing;
    expect(passed).toBe(true);
  });

  it('lets a cancelled run out, closed or open', async () => {
    const gate = new PauseGate();
    await expect(gate.pass(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    gate.close();
    const controller = new AbortController();
    const passing = gate.pass(controller.signal);
    controller.abort();
    await expect(passing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
