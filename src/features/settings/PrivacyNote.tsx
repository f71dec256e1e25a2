import styles from './PrivacyNote.module.css';
import { Section } from './Section.tsx';

export function PrivacyNote() {
  return (
    <Section title="What of your images is stored, and where">
      <ul className={styles.list}>
        <li>Per patch: its barcode, a thumbnail, its path below the folder, its size and date.</li>
        <li>
          Per collection: its name, labels and profile, and the permission to reopen the folder where the browser gives
          one.
        </li>
        <li>
          The images themselves are read from where they lie and never copied. An image you search with is not kept at
          all.
        </li>
        <li>Of a slide: its path, size and scan data. Its label and overview images are not stored.</li>
        <li>
          Patches that you delete are kept for undo until you close or reload the page. Then everything but their paths
          is erased, at the latest when Gramscope is next opened; at once by the button above.
        </li>
        <li>
          Where the browser cannot ask where to save, a file that you export is put together in its storage, and stays
          there until you close or reload the page.
        </li>
        <li>All of it lies in this browser’s storage on this machine. “Delete everything” above deletes it.</li>
      </ul>
      <p>
        Nothing leaves this machine: the page is bound by a policy that lets it talk to no other address. To check, pull
        the network cable, or watch the network panel of the browser’s developer tools while you index.
      </p>
    </Section>
  );
}
