import Blend from 'lucide-react/icons/blend';
import Table2 from 'lucide-react/icons/table-2';
import { useState } from 'react';
import { useStore } from 'zustand';
import { cividis } from '../../evaluation/cividis.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import { quantile } from '../../evaluation/scale/quantile.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { formatNumber } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './HeatLegend.module.css';
import { HeatTable } from './HeatTable.tsx';
import { type Heat, type HeatRange, marksWithRoom, placeOnScale } from './heat.ts';
import type { Lattice } from './lattice.ts';
import { slidesStore } from './slides-store.ts';

/** Stops of the colour bar; cividis is straight between its own ten. */
const STOPS = Array.from({ length: 10 }, (_, stop) => cividis(stop / 9));

/** Shares of pairs that are farther apart, marked on the bar. */
const MARKS = [0.9, 0.99, 0.999] as const;

export interface HeatLegendProps {
  slide: SlideRecord;
  lattice: Lattice;
  heat: Heat;
  range: HeatRange;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  /** The colours run over this slide's own range. */
  isStretched: boolean;
}

/** What the colours of the heat map mean, how much of the tissue they hide, and the same in numbers. */
export function HeatLegend({ slide, lattice, heat, range, scale, isStretched }: HeatLegendProps) {
  const [isTableOpen, setIsTableOpen] = useState(false);
  const opacity = useStore(slidesStore, (state) => state.heatOpacity);
  const distanceAt = (share: number) => `${formatNumber((1 - share) * heat.bits)} bits`;
  return (
    <section className={styles.legend} aria-label="Heat map">
      <span className={styles.scale}>
        <span className={styles.name}>
          {heat.isLearned ? 'Learned distance' : 'Distance'}
          {isStretched ? ', this slide' : null}{' '}
          <Hint about="the heat map">
            How far each indexed patch of this slide is from the query, in differing bits
            {heat.isLearned ? ' and as many more as labels have taught that it differs' : null}.{' '}
            {isStretched
              ? 'The colours run from the farthest to the nearest patch of this slide, the query itself not counted: they cannot be compared with another slide’s.'
              : 'The colours are the same on every slide of this collection: they run from the median distance of random pairs to the distance within which 1 % of patches have their nearest. Marks say what share of pairs is farther apart.'}
          </Hint>
        </span>
        <span>{distanceAt(range.least)}</span>
        <span className={styles.bar}>
          <span className={styles.colours} style={{ background: `linear-gradient(to right, ${STOPS.join(', ')})` }} />
          {scale ? <Marks scale={scale} range={range} bits={heat.bits} /> : null}
        </span>
        <span>{distanceAt(range.most)}</span>
      </span>
      <span className={styles.actions}>
        {scale ? (
          <Switch
            label="Stretch to this slide"
            checked={isStretched}
            onCheckedChange={(checked) => slidesStore.setState({ stretchesHeat: checked })}
          />
        ) : null}
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
        <HeatTable slide={slide} lattice={lattice} heat={heat} range={range} onClose={() => setIsTableOpen(false)} />
      ) : null}
    </section>
  );
}

/** Where so many pairs are farther apart, as far as it lies within the range. */
function Marks({ scale, range, bits }: { scale: DistanceScale; range: HeatRange; bits: number }) {
  const places = MARKS.map((farther) => placeOnScale(range, (bits - quantile(scale.pairs, 1 - farther)) / bits));
  return marksWithRoom(places).map((at) => {
    const farther = MARKS[at] ?? 0;
    return (
      <span key={farther} className={styles.mark} style={{ left: `${(places[at] ?? 0) * 100}%` }}>
        {farther * 100} %
      </span>
    );
  });
}
