import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { startServiceWorker } from '../engine/app/app-version.ts';
import { startEngine } from '../engine/app/start.ts';
import { hearUnforeseen } from '../engine/app/unforeseen.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { applyTheme } from '../ui/theme.ts';
import { App } from './App.tsx';
import { stayHere } from './stay-here.ts';

hearUnforeseen(window);
trustOwnScripts();
stayHere();
applyTheme();
keepFocus(document);
if (import.meta.env.PROD) void startServiceWorker();
startEngine();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
