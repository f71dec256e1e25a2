import { useState } from 'react';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { getThemeChoice, setThemeChoice, type ThemeChoice } from '../../ui/theme.ts';
import { Section } from './Section.tsx';

const THEMES = [
  { value: 'system', title: 'System' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;

export function AppearanceSettings() {
  const [theme, setTheme] = useState(getThemeChoice);
  const choose = (chosen: ThemeChoice) => {
    setTheme(chosen);
    setThemeChoice(chosen);
  };
  return (
    <Section title="Appearance">
      <RadioCards label="Theme" value={theme} onValueChange={choose} cards={THEMES} />
    </Section>
  );
}
