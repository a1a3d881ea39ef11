/** Long enough for the next key of somebody who types. */
const PAUSE_MS = 220;

/** Shows what is found while somebody types or chooses; the form itself stays what it is. */
export function searchWhileTyping(form: HTMLFormElement): void {
  let timer = 0;
  let asked = new AbortController();
  const ask = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      asked.abort();
      asked = new AbortController();
      show(form, asked.signal).catch(() => undefined);
    }, PAUSE_MS);
  };
  form.addEventListener('input', ask);
}

/** A page that cannot be had leaves what is there: sending the form then says why. */
async function show(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') address.searchParams.set(name, value);
  }
  const answer = await fetch(address, { signal, headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.getElementById('results');
  const place = document.getElementById('results');
  if (found === null || place === null || signal.aborted) return;
  place.replaceChildren(...document.adoptNode(found).childNodes);
  if (location.pathname === address.pathname) history.replaceState(null, '', address);
}
