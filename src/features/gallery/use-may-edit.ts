import { useEffect, useState } from 'react';
import { mayEditPatches } from '../../engine/collection/edit-patches.ts';

/** How often it is looked whether another tab writes, in milliseconds. */
const EVERY = 1_000;

/** Whether patches can be changed from this tab, as long as the caller is on the screen. */
export function useMayEdit(): boolean {
  const [mayEdit, setMayEdit] = useState(true);
  useEffect(() => {
    let isCurrent = true;
    const look = () => mayEditPatches().then((may) => isCurrent && setMayEdit(may));
    void look();
    const timer = setInterval(look, EVERY);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, []);
  return mayEdit;
}
