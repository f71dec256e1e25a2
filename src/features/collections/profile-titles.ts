import type { ProfileName } from '../../barcode/profile.ts';

export const PROFILE_TITLES: Readonly<Record<ProfileName, string>> = {
  standard: 'Standard',
  robust: 'Robust',
  paper: 'Paper',
  custom: 'Custom',
};
