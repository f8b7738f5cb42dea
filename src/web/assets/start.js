import { initAll } from '../govuk/govuk-frontend.min.js';
import { watchForArrivals } from './live.js';

initAll();
for (const status of document.querySelectorAll('[data-live-url]')) watchForArrivals(status);
