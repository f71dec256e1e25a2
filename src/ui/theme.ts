/** Light or dark: the system's, unless a person chose otherwise. tokens.css does the rest. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'gramscope-theme';

export function getThemeChoice(): ThemeChoice {
  const stored = readStored();
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setThemeChoice(choice: ThemeChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is closed to the page: the choice lasts until the page is reloaded.
  }
  applyTheme(choice);
}

export function applyTheme(choice: ThemeChoice = getThemeChoice()): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
