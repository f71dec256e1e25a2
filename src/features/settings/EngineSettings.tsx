import { useState } from 'react';
import { useStore } from 'zustand';
import { NAMED_SETTINGS } from '../../barcode/profile.ts';
import { deviceStore } from '../../engine/device/device-store.ts';
import { getEngineChoice, setEngineChoice } from '../../engine/device/engine-choice.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { useMeasuredSpeed } from '../../engine/indexing/use-measured-speed.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatDevice, formatSpeed } from '../../ui/format.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Section } from './Section.tsx';

const CHOICES = [
  {
    value: 'auto',
    title: 'Automatic',
    text: 'WebGPU where the graphics device gives the right bits and is faster, WASM otherwise.',
  },
  { value: 'webgpu', title: 'WebGPU', text: 'The graphics device: many times faster.' },
  { value: 'wasm', title: 'WASM', text: 'The processor: slower, and works everywhere.' },
] as const;

/** On what the network runs. Both give the same look-alikes. */
export function EngineSettings() {
  const [choice, setChoice] = useState(getEngineChoice);
  const device = useStore(deviceStore);
  const choose = (chosen: typeof choice) => {
    setChoice(chosen);
    setEngineChoice(chosen);
  };
  return (
    <Section title="Engine">
      <RadioCards label="The network runs on" value={choice} onValueChange={choose} cards={CHOICES} />
      {device.status === 'failed' ? <ErrorNotice error={device.error} /> : null}
      {device.status === 'starting' ? <p>Starting …</p> : null}
      {device.status === 'ready' ? (
        <p>
          Running now: <strong>{formatDevice(device.device)}</strong>. <StandardSpeed /> {device.device.note}
        </p>
      ) : null}
    </Section>
  );
}

function StandardSpeed() {
  const speed = useMeasuredSpeed();
  if (speed === 'measuring') return 'Measuring how fast …';
  const { seconds } = estimateRun(1, NAMED_SETTINGS.standard);
  return seconds ? `About ${formatSpeed(1 / seconds)} with the Standard profile.` : null;
}
