import { describe, expect, it } from 'vitest';
import { SpeedMeter } from './speed.ts';

describe('the speed', () => {
  it('is unknown before the first patch and the mean after it', () => {
    const meter = new SpeedMeter();
    meter.restart(0);
    expect(meter.patchesPerSecond).toBe(0);
    meter.add(4, 1_000);
    meter.add(4, 2_000);
    expect(meter.patchesPerSecond).toBe(4);
  });

  it('follows the last moments only', () => {
    const meter = new SpeedMeter(10_000);
    meter.restart(0);
    for (let second = 1; second <= 20; second++) meter.add(1, second * 1_000);
    for (let second = 21; second <= 40; second++) meter.add(5, second * 1_000);
    expect(meter.patchesPerSecond).toBeCloseTo(5, 5);
  });

  it('does not count a pause', () => {
    const meter = new SpeedMeter();
    meter.restart(0);
    meter.add(10, 1_000);
    meter.restart(60_000);
    meter.add(10, 61_000);
    expect(meter.patchesPerSecond).toBe(10);
  });
});
