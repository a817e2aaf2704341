import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.js';
import { applyTheme, storedTheme } from './theme/theme.js';
import './theme/base.css';

applyTheme(storedTheme());
const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(<StrictMode><App /></StrictMode>);
