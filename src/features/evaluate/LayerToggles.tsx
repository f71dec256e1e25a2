import type { Profile } from '../../barcode/profile.ts';
import { type FormPart, toggleLayer } from './choices.ts';
import styles from './LayerToggles.module.css';

/** Which layers' bits are compared; all of them where one threshold ties them together. */
export function LayerToggles({ form, change, profile }: FormPart & { profile: Profile }) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>Layers compared</legend>
      <div className={styles.toggles}>
        {profile.layers.map((layer) => (
          <button
            key={layer}
            type="button"
            className={styles.toggle}
            aria-label={`Layer ${layer}`}
            aria-pressed={form.layers.includes(layer)}
            disabled={profile.binarisation === 'global'}
            onClick={() => change({ layers: toggleLayer(form.layers, layer) })}
          >
            {layer}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
