import type { CutRule } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { assumedProblem, type CutForm } from './cut-form.ts';
import { formatResolution } from './slide-words.ts';
import styles from './UnknownResolution.module.css';
import type { SurveyedSlide } from './use-slide-survey.ts';

interface Props {
  /** Those that can be read. */
  slides: readonly SurveyedSlide[];
  cut: CutForm;
  change: (part: Partial<CutForm>) => void;
}

/** Asks for the resolution of slides that do not record it; nothing where all do. */
export function UnknownResolution({ slides, cut, change }: Props) {
  const unknown = slides.filter(isUnknown);
  if (unknown.length === 0) return null;
  const guesses = [...new Set(unknown.flatMap(({ info }) => info?.guessed ?? []))];
  return (
    <Notice tone="warning" title={titleOf(unknown)}>
      <p className={styles.paths}>{pathsOf(unknown)}</p>
      <p>{cut.assumed === '' ? ownPixels(unknown.length) : `${cut.assumed} µm/px is assumed.`}</p>
      <div className={styles.assumed}>
        <TextField
          label="Microns per pixel"
          value={cut.assumed}
          onValueChange={(assumed) => change({ assumed })}
          inputMode="decimal"
          placeholder="0.25 at 40x, 0.5 at 20x"
          error={assumedProblem(cut.assumed)}
        />
        {cut.assumed === ''
          ? guesses.map((guess) => (
              <Button key={guess} size="small" onClick={() => change({ assumed: String(guess) })}>
                Use {formatResolution(guess)}, by the objective
              </Button>
            ))
          : null}
      </div>
    </Notice>
  );
}

/** The same where a collection's rule is settled, and nothing is left to choose. */
export function ResolutionAssumed({ slides, rule }: { slides: readonly SurveyedSlide[]; rule: CutRule }) {
  const unknown = slides.filter(isUnknown);
  if (unknown.length === 0 || rule.micronsPerPixel === undefined) return null;
  const { assumedMicronsPerPixel: assumed } = rule;
  return (
    <Notice tone="warning" title={titleOf(unknown)}>
      <p className={styles.paths}>{pathsOf(unknown)}</p>
      <p>
        {assumed === undefined
          ? ownPixels(unknown.length)
          : `${formatResolution(assumed)} is assumed, as for the slides already there.`}
      </p>
    </Notice>
  );
}

function isUnknown({ info, error }: SurveyedSlide): boolean {
  return info !== undefined && !error && info.micronsPerPixel === undefined;
}

function titleOf(unknown: readonly SurveyedSlide[]): string {
  return `Resolution not recorded in ${formatCount(unknown.length, 'slide')}`;
}

const MOST_PATHS = 5;

function pathsOf(unknown: readonly SurveyedSlide[]): string {
  const rest = unknown.length - MOST_PATHS;
  const paths = unknown.slice(0, MOST_PATHS).map(({ path }) => path);
  return paths.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function ownPixels(slides: number): string {
  return slides === 1
    ? 'It is tiled in its own pixels, so its patches may show more or less tissue than those of other slides.'
    : 'They are tiled in their own pixels, so their patches may show more or less tissue than those of other slides.';
}
