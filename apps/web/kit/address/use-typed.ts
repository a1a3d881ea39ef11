import { useEffect, useState } from 'react';

/** What is being typed into a filter; it follows the address when one goes back or clears it. */
export function useTyped(inAddress: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState(inAddress);
  useEffect(() => setTyped(inAddress), [inAddress]);
  return [typed, setTyped];
}
