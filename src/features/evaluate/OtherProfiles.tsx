import { useStore } from 'zustand';
import { profileKey } from '../../barcode/profile.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { compareWith } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { Button } from '../../ui/Button.tsx';
import { profileWords } from './comparison.ts';
import styles from './OtherProfiles.module.css';

/** Other sizes, numbers of bits and thresholds can only be compared through collections that have them. */
export function OtherProfiles({ evaluation }: { evaluation: Evaluation }) {
  const collections = useStore(collectionsStore, (state) => state.collections) ?? [];
  const isBusy = useStore(evaluationStore, (state) => state.progress !== undefined);
  const { profile, patchIds, unlabelled } = evaluation;
  const patches = patchIds.length + unlabelled;
  const candidates = collections.filter(
    (other) => other.patchCount === patches && profileKey(other.profile) !== profileKey(profile),
  );
  return (
    <div className={styles.others}>
      <p className={styles.help}>
        Sets of layers and numbers of voters are compared from the bits that are stored. The size of the images, how
        many bits are kept and where their threshold lies are fixed when a collection is indexed: index the folder again
        with another profile, and the two can be compared here.
      </p>
      {candidates.map((other) => (
        <Button key={other.id} size="small" disabled={isBusy} onClick={() => void compareWith(other.id)}>
          Compare with “{other.name}” ({profileWords(other.profile)})
        </Button>
      ))}
    </div>
  );
}
