/** The cabinets keep the choice under this name too. */
const KEPT_AS = 'mantine-color-scheme-value';
const ATTRIBUTE = 'data-mantine-color-scheme';
const choices = ['auto', 'light', 'dark'] as const;

type Choice = (typeof choices)[number];

function chosen(): Choice {
  try {
    return choices.find((choice) => choice === localStorage.getItem(KEPT_AS)) ?? 'auto';
  } catch {
    // Storage may be forbidden; then the device decides.
    return 'auto';
  }
}

/** Shows the page as it was chosen before. */
export function setAppearance(choice = chosen()): void {
  if (choice === 'auto') document.documentElement.removeAttribute(ATTRIBUTE);
  else document.documentElement.setAttribute(ATTRIBUTE, choice);
}

/** A list to choose from, in the footer; its words come with the page. */
export function offerAppearance(): void {
  const place = document.getElementById('appearance');
  if (place === null) return;
  const label = document.createElement('label');
  label.className = 'field';
  const name = document.createElement('span');
  name.textContent = place.dataset['label'] ?? '';
  const select = document.createElement('select');
  for (const choice of choices) select.add(new Option(place.dataset[choice] ?? choice, choice));
  select.value = chosen();
  select.addEventListener('change', () => {
    const choice = choices.find((each) => each === select.value) ?? 'auto';
    try {
      localStorage.setItem(KEPT_AS, choice);
    } catch {
      // Shown all the same, for this page.
    }
    setAppearance(choice);
  });
  label.append(name, select);
  place.append(label);
  place.hidden = false;
}
