import { Link } from 'wouter';
import type { Patches } from '../../../columns/patches.ts';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import type { Addresses } from '../addresses.ts';
import styles from './SetResults.module.css';

interface Props {
  id: number;
  patches: Patches;
  urlOf: (id: number) => string | undefined;
  addresses: Addresses;
}

/** A patch of a pair: opens where it lies on its slide, or is searched with where it is a file. */
export function PatchLink({ id, patches, urlOf, addresses }: Props) {
  const patch = patches.get(id);
  if (!patch) return <PatchImage url={undefined} labelIndex={undefined} className={styles.image} />;
  return (
    <Link
      href={addresses.placeOf(patch) ?? addresses.of({ kind: 'patch', patchId: id })}
      className={styles.image}
      aria-label={patch.path}
      title={patch.path}
    >
      <PatchImage url={urlOf(id)} labelIndex={patches.labelOrder.get(patch.label)} />
    </Link>
  );
}
