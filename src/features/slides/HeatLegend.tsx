import Blend from 'lucide-react/icons/blend';
import Table2 from 'lucide-react/icons/table-2';
import { useState } from 'react';
import { useStore } from 'zustand';
import { cividis } from '../../evaluation/cividis.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { formatPercent } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import styles from './HeatLegend.module.css';
import { HeatTable } from './HeatTable.tsx';
import type { Heat } from './heat.ts';
import type { Lattice } from './lattice.ts';
import { slidesStore } from './slides-store.ts';

/** Stops of the colour bar; cividis is straight between its own ten. */
const STOPS = Array.from({ length: 10 }, (_, stop) => cividis(stop / 9));

export interface HeatLegendProps {
  slide: SlideRecord;
  lattice: Lattice;
  heat: Heat;
}

/** What the colours of the heat map mean, how much of the tissue they hide, and the same in numbers. */
export function HeatLegend({ slide, lattice, heat }: HeatLegendProps) {
  const [isTableOpen, setIsTableOpen] = useState(false);
  const opacity = useStore(slidesStore, (state) => state.heatOpacity);
  return (
    <section className={styles.legend} aria-label="Heat map">
      <span className={styles.scale}>
        <span className={styles.name}>
          Agreeing bits{' '}
          <Hint about="the heat map">
            How alike each indexed patch of this slide is to the query: the share of its barcode's bits that agree. The
            scale runs from the least to the most alike patch of this slide, the query itself not counted.
          </Hint>
        </span>
        <span>{formatPercent(heat.least)}</span>
        <span className={styles.colours} style={{ background: `linear-gradient(to right, ${STOPS.join(', ')})` }} />
        <span>{formatPercent(heat.most)}</span>
      </span>
      <span className={styles.actions}>
        <Blend size={16} aria-hidden />
        <Slider
          label="Opacity of the heat map"
          formatValue={(percent) => `${percent} %`}
          value={Math.round(opacity * 100)}
          onValueChange={(percent) => slidesStore.setState({ heatOpacity: percent / 100 })}
          min={10}
          max={100}
          step={5}
          className={styles.slider}
        />
        <IconButton label="Show as a table" size="small" icon={<Table2 />} onClick={() => setIsTableOpen(true)} />
      </span>
      {isTableOpen ? (
        <HeatTable slide={slide} lattice={lattice} heat={heat} onClose={() => setIsTableOpen(false)} />
      ) : null}
    </section>
  );
}
