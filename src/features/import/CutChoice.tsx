import { useState } from 'react';
import { cutOf, scaleOf, withResolution } from '../../engine/slides/cut.ts';
import type { CutRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Select } from '../../ui/Select.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './CutChoice.module.css';
import { assumedProblem, type CutForm, patchSizeProblem, RESOLUTIONS } from './cut-form.ts';
import { countPatches } from './patch-counts.ts';
import { formatMicrons, formatResolution } from './slide-words.ts';
import { TissueView } from './TissueView.tsx';
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
export function CutChoice({ slides, cut, change, profileSize, rule }: Props) {
  const patchSize = cut.patchSize ?? String(profileSize);
  const readable = slides.filter(({ info, error }) => info && !error);
  const silentSlides = readable.filter(({ info }) => info?.micronsPerPixel === undefined);
  const silent = silentSlides.length;
  const guesses = [...new Set(silentSlides.flatMap(({ info }) => info?.guessed ?? []))];
  return (
    <section aria-labelledby="cut-title" className={styles.choice}>
      <h3 id="cut-title" className={styles.title}>
        How slides are cut
        <Hint about="cutting slides">
          A slide is indexed as square patches side by side, from its upper left corner. What is narrower than a patch
          at the right and bottom edge is not indexed. Patches of one size in micrometres can be compared across slides,
          whatever they were scanned with.
        </Hint>
      </h3>
      <div className={styles.fields}>
        <TextField
          label="Side of a patch, in pixels"
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
      {silent > 0 && cut.resolution !== 'finest' ? (
        <div className={styles.assumed}>
          <TextField
            label="Microns per pixel where it is not known"
            value={cut.assumed}
            onValueChange={(assumed) => change({ assumed })}
            inputMode="decimal"
            placeholder="0.25 at 40x, 0.5 at 20x"
            error={assumedProblem(cut.assumed)}
            help={
              cut.assumed === ''
                ? `Left empty, ${formatCount(silent, 'slide is', 'slides are')} cut in ${silent === 1 ? 'its' : 'their'} own pixels.`
                : `Taken for ${formatCount(silent, 'slide')}.`
            }
          />
          {cut.assumed === ''
            ? guesses.map((guess) => (
                <Button key={guess} size="small" onClick={() => change({ assumed: String(guess) })}>
                  Use {formatResolution(guess)}, by the objective
                </Button>
              ))
            : null}
        </div>
      ) : null}
      {rule && readable.length > 0 ? <Tissue slides={readable} rule={rule} change={change} /> : null}
    </section>
  );
}

function Tissue({
  slides,
  rule,
  change,
}: {
  slides: readonly SurveyedSlide[];
  rule: CutRule;
  change: Props['change'];
}) {
  const [chosen, setChosen] = useState(slides[0]?.path ?? '');
  const shown = slides.find(({ path }) => path === chosen) ?? slides[0];
  const { patches, isFinal } = countPatches(slides, rule);
  return (
    <div className={styles.tissue}>
      <div className={styles.least}>
        <span className={styles.leastLabel}>A patch is at least</span>
        <Slider
          label="Least share of tissue in a patch"
          value={Math.round(rule.leastTissue * 100)}
          onValueChange={(percent) => change({ leastTissue: percent / 100 })}
          min={0}
          max={100}
          step={5}
          formatValue={(percent) => `${percent} %`}
          className={styles.slider}
        />
        <output className={styles.leastValue}>{formatPercent(rule.leastTissue)} tissue</output>
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
      <p className={styles.total} role="status">
        {isFinal
          ? `${formatCount(patches, 'patch', 'patches')} in all`
          : `${formatCount(patches, 'patch', 'patches')} so far, still looking for tissue …`}
      </p>
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
  return finer > 0 ? `Finer than ${formatCount(finer, 'slide is', 'slides are')}: pixels are enlarged.` : undefined;
}
