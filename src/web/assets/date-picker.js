import { DatePicker } from '../moj/moj-frontend.min.js';

for (const picker of document.querySelectorAll('[data-module="moj-date-picker"]')) {
  new DatePicker(picker);
}
