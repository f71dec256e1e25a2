import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { ErrorReport } from '../../base/errors.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { ChooseButtons } from './ChooseButtons.tsx';
import { DropOverlay } from './DropOverlay.tsx';
import styles from './ImportFlow.module.css';
import { dismissImport, importStore } from './import-store.ts';
import { SkippedFiles } from './SkippedFiles.tsx';

const ReviewDialog = lazy(async () => {
  const { ReviewDialog } = await import('./ReviewDialog.tsx');
  return { default: ReviewDialog };
});

/** Everything between a drop anywhere on the page and the start of indexing. Mounted once, beside every screen. */
export function ImportFlow() {
  return (
    <>
      <DropOverlay />
      <Step />
    </>
  );
}

function Step() {
  const state = useStore(importStore);
  if (state.step === 'walking') return <Walking found={state.found} />;
  if (state.step === 'failed') return <Failed error={state.error} />;
  if (state.step !== 'review') return null;
  return state.intake.files.length + state.intake.slides.length > 0 ? (
    <Suspense fallback={<Walking found={state.intake.files.length} />}>
      <ReviewDialog intake={state.intake} known={state.known} />
    </Suspense>
  ) : (
    <NothingFound intake={state.intake} />
  );
}

function Walking({ found }: { found: number }) {
  return (
    <div className={styles.walking}>
      <Spinner label="Looking through the folder" showLabel />
      <span className={styles.found}>{formatCount(found, 'file')} found</span>
      <Button size="small" onClick={dismissImport}>
        Cancel
      </Button>
    </div>
  );
}

function NothingFound({ intake: { name, kind, skipped } }: { intake: Intake }) {
  return (
    <Dialog
      open
      onOpenChange={dismissImport}
      width="narrow"
      title="No images found"
      description={
        kind === 'folder'
          ? `The folder “${name}” holds nothing that Gramscope reads.`
          : 'Nothing here is an image that Gramscope reads.'
      }
      footer={<ChooseButtons />}
    >
      <p className={styles.formats}>
        It reads PNG, JPEG, WebP, BMP, GIF and TIFF, and whole slides as SVS, NDPI, SCN, BIF, MIRAX, CZI, VSI, OME-Zarr,
        pyramidal TIFF and DICOM. Try another folder, or convert the images first.
      </p>
      <SkippedFiles skipped={skipped} />
    </Dialog>
  );
}

function Failed({ error }: { error: ErrorReport }) {
  return (
    <Dialog open onOpenChange={dismissImport} width="narrow" title="This could not be read">
      <ErrorNotice error={error} />
    </Dialog>
  );
}
