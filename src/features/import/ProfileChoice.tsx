import type { ProfileName, ProfileSettings } from '../../barcode/profile.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import { type Speed, useMeasuredSpeed } from '../../engine/indexing/use-measured-speed.ts';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { CustomProfileFields } from './CustomProfileFields.tsx';
import styles from './ProfileChoice.module.css';
import type { PatchCount } from './patch-counts.ts';
import { type FormPart, type ReviewForm, settingsOf, sizeProblem } from './review.ts';

const PROFILES: readonly { name: ProfileName; title: string; text: string }[] = [
  {
    name: 'standard',
    title: 'Standard',
    text: 'Right for nearly all work: images at 256 px, 10,240 bits each. At least as accurate as Paper where it was measured.',
  },
  {
    name: 'robust',
    title: 'Robust',
    text: 'For look-alikes on other slides: stains normalised slide by slide, eight views of each image at 256 px, 4,096 bits. Eight times the work of Standard.',
  },
  {
    name: 'paper',
    title: 'Paper',
    text: 'The published method, to reproduce its figures: images at 512 px, 305,888 bits each.',
  },
  {
    name: 'custom',
    title: 'Custom',
    text: 'Other sizes, other numbers of bits, to measure what they change.',
  },
];

interface Props extends FormPart {
  /** How many patches there are, with profiles of this size; slides of one size in pixels give fewer the larger it is. */
  patchesAt: (size: number) => PatchCount;
}

export function ProfileChoice({ patchesAt, form, change }: Props) {
  const speed = useMeasuredSpeed();
  return (
    <div className={styles.choice}>
      <RadioCards
        label="Profile"
        hint={
          <Hint about="a profile">
            How an image becomes a barcode: its size for the network, and how many bits are kept. Only barcodes of the
            same profile can be compared, so a collection has one.
          </Hint>
        }
        value={form.profileName}
        onValueChange={(profileName) => change({ profileName })}
        cards={PROFILES.map(({ name, title, text }) => ({
          value: name,
          title,
          note: <Cost patchesAt={patchesAt} settings={settingsIfUsable(name, form.custom)} speed={speed} />,
          text,
        }))}
      />
      {form.profileName === 'custom' ? <CustomProfileFields form={form} change={change} /> : null}
    </div>
  );
}

function settingsIfUsable(profileName: ProfileName, custom: ReviewForm['custom']): ProfileSettings | undefined {
  return profileName === 'custom' && sizeProblem(custom.size) ? undefined : settingsOf({ profileName, custom });
}

interface CostProps {
  patchesAt: Props['patchesAt'];
  /** Undefined while the size is not one. */
  settings: ProfileSettings | undefined;
  speed: Speed;
}

function Cost({ patchesAt, settings, speed }: CostProps) {
  if (!settings) return null;
  const { patches, isFinal } = patchesAt(settings.size);
  const { bytes, seconds } = estimateRun(patches, settings);
  const about = isFinal ? 'about' : 'more than';
  const unknown = speed === 'measuring' ? 'measuring the time …' : 'time not known yet';
  return (
    <>
      {seconds === undefined ? unknown : `${about} ${formatDuration(seconds)}`}
      <br />
      {formatBytes(bytes)} on disk
    </>
  );
}
