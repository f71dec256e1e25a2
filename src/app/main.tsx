import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startEngine } from '../engine/start.ts';
import { applyTheme } from '../ui/theme.ts';
import { App } from './App.tsx';

applyTheme();
startEngine();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
