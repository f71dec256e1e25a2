import { formatNumber } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';

/** How many of the selected patches are dealt with. */
export function EditProgress({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <ProgressBar
      label={label}
      value={done}
      max={total}
      valueText={`${formatNumber(done)} of ${formatNumber(total)} patches`}
    />
  );
}
