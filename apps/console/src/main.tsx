import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { trustXml, type TrustingWindow } from './clients/trust-xml.js';
import { App } from './shell/app.js';
import { applyTheme, storedTheme } from './theme/theme.js';
import './theme/base.css';

trustXml(window as TrustingWindow);
applyTheme(storedTheme());
const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(<StrictMode><App /></StrictMode>);
