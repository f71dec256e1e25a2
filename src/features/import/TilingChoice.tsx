import { useState } from 'react';
import { cutOf, scaleOf, withResolution } from '../../engine/slides/cut.ts';
import type { CutRule } from '../../library/schema.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type CutForm, patchSizeProblem, RESOLUTIONS } from './cut-form.ts';
import { formatMicrons } from './slide-words.ts';
import styles from './TilingChoice.module.css';
import { TissueView } from './TissueView.tsx';
import { UnknownResolution } from './UnknownResolution.tsx';
import type { SurveyedSlide } from './use-slide-survey.ts';

interface Props {
  slides: readonly SurveyedSlide[];
  cut: CutForm;
  change: (part: Partial<CutForm>) => void;
  /** Pixels of the profile. */
  profileSize: number;
  /** What the form says; undefined while something that is written cannot be used. */
  rule: CutRule | undefined;
}

/** How large patches are, at which resolution, and how much of one must be tissue. */
export function TilingChoice({ slides, cut, change, profileSize, rule }: Props) {
  const patchSize = cut.patchSize ?? String(profileSize);
  const readable = slides.filter(({ info, error }) => info && !error);
  return (
    <section aria-labelledby="tiling-title" className={styles.choice}>
      <h3 id="tiling-title" className={styles.title}>
        Tiling
        <Hint about="tiling">
          A slide is indexed as square patches side by side, from its upper left corner. A strip at the right and bottom
          edge that is narrower than a patch is left out. Patches of one size in micrometres can be compared across
          slides, whatever they were scanned with.
        </Hint>
      </h3>
      {cut.resolution !== 'finest' ? <UnknownResolution slides={readable} cut={cut} change={change} /> : null}
      <div className={styles.fields}>
        <TextField
          label="Tile size, in pixels"
          value={patchSize}
          onValueChange={(written) => change({ patchSize: written })}
          inputMode="numeric"
          error={patchSizeProblem(patchSize)}
          help={rule ? sideInWords(rule) : undefined}
        />
        <Select
          label="Resolution"
          value={cut.resolution}
          onValueChange={(resolution) => change({ resolution })}
          options={RESOLUTIONS}
          help={rule ? scaleInWords(readable, rule) : undefined}
        />
      </div>
      {rule && readable.length > 0 ? <Tissue slides={readable} rule={rule} change={change} /> : null}
    </section>
  );
}

interface TissueProps {
  slides: readonly SurveyedSlide[];
  rule: CutRule;
  change: Props['change'];
}

function Tissue({ slides, rule, change }: TissueProps) {
  const [chosen, setChosen] = useState(slides[0]?.path ?? '');
  const shown = slides.find(({ path }) => path === chosen) ?? slides[0];
  return (
    <div className={styles.tissue}>
      <div className={styles.least}>
        <span className={styles.leastLabel}>Minimum tissue per patch</span>
        <Slider
          label="Minimum tissue per patch"
          value={Math.round(rule.leastTissue * 100)}
          onValueChange={(percent) => change({ leastTissue: percent / 100 })}
          min={0}
          max={100}
          step={5}
          formatValue={(percent) => `${percent} %`}
          className={styles.slider}
        />
        <output className={styles.leastValue}>{formatPercent(rule.leastTissue)}</output>
      </div>
      {slides.length > 1 ? (
        <Select
          label="Slide shown"
          hideLabel
          size="small"
          value={shown?.path ?? ''}
          onValueChange={setChosen}
          options={slides.map(({ path }) => ({ value: path, label: path }))}
        />
      ) : null}
      {shown ? <TissueView key={shown.path} slide={shown} rule={rule} isOnly={slides.length === 1} /> : null}
    </div>
  );
}

function sideInWords({ patchSize, micronsPerPixel }: CutRule): string | undefined {
  if (micronsPerPixel === undefined) return undefined;
  const side = formatMicrons(patchSize * micronsPerPixel);
  return `${side} × ${side} of tissue`;
}

/** Says so when patches would be finer than what the slides hold. */
function scaleInWords(slides: readonly SurveyedSlide[], rule: CutRule): string | undefined {
  const finer = slides.filter(({ info }) => {
    const resolved = info && withResolution(info, rule);
    return resolved && scaleOf(resolved, cutOf(resolved, rule)) < 1;
  }).length;
  return finer > 0
    ? `Finer than ${formatCount(finer, 'slide was', 'slides were')} scanned: pixels are enlarged.`
    : undefined;
}
