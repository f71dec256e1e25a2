/** "72.6 ± 15.3 %"; a dash for what is not defined. */
export function percent(mean: number | null, sd: number | null): string {
  if (mean === null) return '–';
  return sd === null ? `${mean.toFixed(1)} %` : `${mean.toFixed(1)} ± ${sd.toFixed(1)} %`;
}
