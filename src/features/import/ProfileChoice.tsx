import { barcodeBits, type ProfileName, profileWith } from '../../barcode/profile.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import type { Speed } from '../../engine/indexing/use-measured-speed.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { formatCount } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { CustomProfileFields } from './CustomProfileFields.tsx';
import { costWords } from './estimate-words.ts';
import styles from './ProfileChoice.module.css';
import type { PatchCount } from './patch-counts.ts';
import { type FormPart, type ReviewForm, sizeProblem, usableSettingsOf } from './review.ts';

const PROFILES: readonly { name: ProfileName; title: string; text: string }[] = [
  {
    name: 'standard',
    title: 'Standard',
    text: 'Right for nearly all work: images at 256 px, 10,240 bits each. At least as accurate as Paper where it was measured.',
  },
  {
    name: 'robust',
    title: 'Robust',
    text: 'For similar patches on other slides: stains normalised slide by slide, eight views of each image at 256 px, 4,096 bits. Takes eight times as long as Standard. Better on 800 tiles drawn evenly from ten slides; on sets drawn unevenly, normalised stains gained next to nothing. Evaluate it on your own images.',
  },
  {
    name: 'paper',
    title: 'Paper',
    text: 'The published method, to reproduce its figures: images at 512 px, 305,888 bits each.',
  },
  {
    name: 'custom',
    title: 'Custom',
    text: 'Another size or number of bits, to measure what it changes.',
  },
];

interface Props extends FormPart {
  /** How many patches there are, with profiles of this size; slides of one size in pixels give fewer the larger it is. */
  patchesAt: (size: number) => PatchCount;
  speed: Speed;
}

/** Folded away under the profile that is chosen: Standard is right for nearly everybody. */
export function ProfileChoice({ patchesAt, speed, form, change }: Props) {
  const noteOf = (name: ProfileName) => {
    const settings = usableSettingsOf({ profileName: name, custom: form.custom });
    if (!settings) return undefined;
    const count = patchesAt(settings.size);
    return costWords(count, estimateRun(count.patches, settings), speed);
  };
  return (
    <Disclosure title={`Profile: ${titleOf(form.profileName)}`} summary={<ProfileSummary form={form} />}>
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
          cards={PROFILES.map(({ name, title, text }) => ({ value: name, title, note: noteOf(name), text }))}
        />
        {form.profileName === 'custom' ? <CustomProfileFields form={form} change={change} /> : null}
      </div>
    </Disclosure>
  );
}

function ProfileSummary({ form }: { form: ReviewForm }) {
  const settings = usableSettingsOf(form);
  if (!settings) return sizeProblem(form.custom.size);
  return `${settings.size} px, ${formatCount(barcodeBits(profileWith(settings, '')), 'bit')} per patch`;
}

function titleOf(profileName: ProfileName): string {
  return PROFILES.find(({ name }) => name === profileName)?.title ?? '';
}
