import './style/site.css';
import { offerAppearance, setAppearance } from './appearance.ts';
import { keepLanguage } from './language.ts';
import { searchWhileTyping } from './search.ts';

setAppearance();
// The script is waited for before the first paint, and so may run before the page is whole.
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', enhance);
else enhance();

/** Everything here is a comfort: the pages work without. */
function enhance(): void {
  offerAppearance();
  keepLanguage();
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-search]')) searchWhileTyping(form);
}
