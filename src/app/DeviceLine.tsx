import { useStore } from 'zustand';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import { type DeviceState, deviceStore } from '../engine/device-store.ts';
import { formatDevice } from '../ui/format.ts';
import { Hint } from '../ui/Hint.tsx';
import styles from './DeviceLine.module.css';

/** What does the work, here and nowhere else. */
export function DeviceLine() {
  const device = useStore(deviceStore);
  return (
    <div className={styles.device}>
      <p className={styles.heading}>On this machine</p>
      <p className={device.status === 'failed' ? styles.failed : undefined}>
        {deviceWords(device)}{' '}
        {device.status === 'ready' && device.device.note ? <WhyWasm note={device.device.note} /> : null}
      </p>
      {device.status === 'ready' && !device.trained ? <p className={styles.untrained}>Untrained network</p> : null}
    </div>
  );
}

function deviceWords(device: DeviceState): string {
  if (device.status === 'ready') return formatDevice(device.device);
  return device.status === 'failed' ? ERROR_TEXTS[device.error.code].sentence : 'Starting …';
}

function WhyWasm({ note }: { note: string }) {
  return (
    <Hint about="running here">
      {note} WASM gives the same look-alikes, only more slowly. The engine can be chosen under Settings.
    </Hint>
  );
}
