import { useEffect } from 'react';

export interface CompareActions {
  previous: () => void;
  next: () => void;
  zoomIn: () => void;
  zoomOut: () => void;
  showWhole: () => void;
}

const ACTION_OF_KEY: ReadonlyMap<string, keyof CompareActions> = new Map([
  ['ArrowLeft', 'previous'],
  ['ArrowRight', 'next'],
  ['+', 'zoomIn'],
  ['=', 'zoomIn'],
  ['-', 'zoomOut'],
  ['0', 'showWhole'],
]);

/** Keys of the comparison, wherever in it the focus is. */
export function useCompareKeys(actions: CompareActions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = ACTION_OF_KEY.get(event.key);
      if (!action || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      actions[action]();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [actions]);
}
