import type { SlideRecord } from '../../library/schema.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatCount, formatNumber, formatPercent, formatPlace } from '../../ui/format.ts';
import styles from './HeatTable.module.css';
import { bandsOf, type Heat, type HeatRange, nearestPlaces } from './heat.ts';
import type { Lattice } from './lattice.ts';

/** Rows of the list of places. */
const PLACES = 20;

export interface HeatTableProps {
  slide: SlideRecord;
  lattice: Lattice;
  heat: Heat;
  range: HeatRange;
  onClose: () => void;
}

/** The heat map in numbers: how many patches are how similar, and where the most similar lie. */
export function HeatTable({ slide, lattice, heat, range, onClose }: HeatTableProps) {
  const places = nearestPlaces(lattice, heat, PLACES);
  // What a learned distance leaves of all bits.
  const shareName = heat.isLearned ? 'Learned similarity' : 'Agreeing bits';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="The heat map in numbers"
      description={`${formatCount(heat.count, 'patch', 'patches')} of ${slide.path}`}
    >
      <div className={styles.tables}>
        <table className={styles.table}>
          <caption>Distribution of similarity</caption>
          <thead>
            <tr>
              <th scope="col">{shareName}</th>
              <th scope="col">Patches</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {bandsOf(heat, range).map(({ least, most, count }, band, bands) => (
              <tr key={least}>
                <th scope="row">
                  {band === bands.length - 1 ? `below ${formatPercent(most, 1)}` : formatPercent(least, 1)}{' '}
                  {band === 0 ? 'and more' : band < bands.length - 1 ? `to ${formatPercent(most, 1)}` : null}
                </th>
                <td>{formatNumber(count)}</td>
                <td>{formatPercent(count / heat.count, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className={styles.table}>
          <caption>Where the most similar lie, from the upper left corner</caption>
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">{shareName}</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ patchId, share, ...corner }) => (
              <tr key={patchId}>
                <th scope="row">{formatPlace(corner, slide.info.micronsPerPixel)}</th>
                <td>{formatPercent(share, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
