import { useEffect, useState } from 'react';
import { measureSpeed } from './estimate.ts';

/** Whether estimates know how fast this device is. */
export type Speed = 'measuring' | 'known' | 'unknown';

/** Times this device once, unless its speed is known. */
export function useMeasuredSpeed(): Speed {
  const [speed, setSpeed] = useState<Speed>('measuring');
  useEffect(() => {
    let isShown = true;
    measureSpeed().then(
      () => isShown && setSpeed('known'),
      () => isShown && setSpeed('unknown'),
    );
    return () => {
      isShown = false;
    };
  }, []);
  return speed;
}
