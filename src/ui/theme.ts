import * as v from 'valibot';
import { parseOr } from '../base/parse.ts';

/** Light or dark: the system's, unless a person chose otherwise. tokens.css does the rest. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'gramscope-theme';

const choiceSchema: v.GenericSchema<unknown, ThemeChoice> = v.picklist(['light', 'dark']);

export function getThemeChoice(): ThemeChoice {
  return parseOr(choiceSchema, readStored(), 'system');
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
