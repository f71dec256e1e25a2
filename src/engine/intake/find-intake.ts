import type { CollectionRecord } from '../../library/schema.ts';
import { chooseFrom } from './choose-from.ts';
import type { Intake } from './intake.ts';
import { openSample } from './sample.ts';
import { rememberedIntake } from './session-intakes.ts';
import { walkDirectory } from './walk.ts';

/**
 * The images of a collection once more: as given since the page was loaded, the sample, or its folder by the stored
 * handle, for which the browser may ask the person (so call it from a click).
 * @returns undefined when the folder has to be dropped again.
 */
export async function findIntake({ id, origin, intakeChoice }: CollectionRecord): Promise<Intake | undefined> {
  const remembered = rememberedIntake(id);
  if (remembered) return remembered;
  if (origin.kind === 'sample') return openSample();
  const handle = origin.kind === 'folder' ? origin.handle : undefined;
  return handle && (await mayRead(handle, 'ask')) ? chooseFrom(await walkDirectory(handle), intakeChoice) : undefined;
}

/** Whether a folder or file may be read now; with `ask`, the browser asks the person where it must. */
export async function mayRead(handle: FileSystemHandle, mode: 'ask' | 'check'): Promise<boolean> {
  const descriptor = { mode: 'read' } as const;
  if ((await handle.queryPermission(descriptor)) === 'granted') return true;
  return mode === 'ask' && (await handle.requestPermission(descriptor)) === 'granted';
}
