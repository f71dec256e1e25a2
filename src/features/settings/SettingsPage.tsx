import { About } from './About.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { EngineSettings } from './EngineSettings.tsx';
import { PrivacyNote } from './PrivacyNote.tsx';
import styles from './SettingsPage.module.css';
import { StorageSettings } from './StorageSettings.tsx';

export function SettingsPage() {
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <h1 className={styles.title}>Settings</h1>
        <EngineSettings />
        <AppearanceSettings />
        <StorageSettings />
        <PrivacyNote />
        <About />
      </div>
    </div>
  );
}
