import type { CollectionRecord } from '../../library/schema.ts';
import type { Intake } from '../intake/intake.ts';

/**
 * Files of a dropped folder that the browser leaves out when it reopens the folder.
 * @param unfinished What was noted of the run that is gone on with, if there is one.
 * @returns How many there are in the folder, to be noted, and how many of them a run over `intake` cannot find.
 */
export function hiddenNames(
  { files, slides, masks }: Pick<Intake, 'files' | 'slides' | 'masks'>,
  unfinished: CollectionRecord['unfinished'],
): { noted: number; unfindable: number } {
  const all = [...files, ...masks, ...slides.flatMap((slide) => slide.files)];
  const found = all.filter(({ isDropOnly }) => isDropOnly).length;
  const noted = unfinished?.hidden ?? 0;
  return found > 0 ? { noted: found, unfindable: 0 } : { noted, unfindable: noted };
}
