import type { Binarisation, Profile, Views } from '../../barcode/profile.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './ProfileChoice.module.css';
import { type FormPart, sizeProblem } from './review.ts';

const SAMPLINGS: readonly Profile['sampling'][] = ['full', 2048, 1024, 512, 128, 64];

const SAMPLING_OPTIONS = SAMPLINGS.map((sampling) => ({
  value: String(sampling),
  label: sampling === 'full' ? 'All of them' : `${sampling.toLocaleString('en')} per layer, evenly spaced`,
}));

const THRESHOLDS: readonly { value: Binarisation; label: string }[] = [
  { value: 'per-layer', label: 'The median of each layer' },
  { value: 'global', label: 'One median for all layers' },
];

const VIEWS: readonly { value: '1' | `${Views}`; label: string }[] = [
  { value: '1', label: 'The patch as it is' },
  { value: '4', label: 'Four quarter turns' },
  { value: '8', label: 'Eight: quarter turns and mirror images' },
];

/** What the custom profile leaves to a person. */
export function CustomProfileFields({ form: { custom }, change }: FormPart) {
  const set = (part: Partial<typeof custom>) => change({ custom: { ...custom, ...part } });
  return (
    <div className={styles.fields}>
      <TextField
        label="Longer side, in pixels"
        value={custom.size}
        onValueChange={(size) => set({ size })}
        inputMode="numeric"
        error={sizeProblem(custom.size)}
      />
      <Select
        label="Entries of the Gram matrices kept"
        value={String(custom.sampling)}
        onValueChange={(value) => set({ sampling: value === 'full' ? value : Number(value) })}
        options={SAMPLING_OPTIONS}
      />
      <Select<Binarisation>
        label="Threshold"
        value={custom.binarisation}
        onValueChange={(binarisation) => set({ binarisation })}
        options={THRESHOLDS}
        help="With one median for all layers, layers can be left out only by indexing again."
      />
      <Select
        label="Views"
        value={String(custom.views ?? 1) as '1' | `${Views}`}
        onValueChange={(value) => set({ views: value === '1' ? undefined : (Number(value) as Views) })}
        options={VIEWS}
        help="Views are summed before the threshold, so that the orientation of the tissue does not matter. Each view takes as long as the patch itself."
      />
    </div>
  );
}
