import { useStore } from 'zustand';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import { type DeviceState, deviceStore } from '../engine/device/device-store.ts';
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
        {deviceWords(device)} {device.status === 'ready' && device.device.note ? <WhyThis {...device.device} /> : null}
      </p>
      {device.status === 'ready' && !device.trained ? <p className={styles.untrained}>Untrained network</p> : null}
    </div>
  );
}

function deviceWords(device: DeviceState): string {
  if (device.status === 'ready') return formatDevice(device.device);
  return device.status === 'failed' ? ERROR_TEXTS[device.error.code].sentence : 'Starting …';
}

function WhyThis({ note }: { note: string }) {
  return (
    <Hint about="running here">{note} Every engine gives the same look-alikes. It can be chosen under Settings.</Hint>
  );
}
