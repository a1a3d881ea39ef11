import './dropdown.css';
import { Button } from '@mantine/core';
import { type ReactNode, useId, useRef } from 'react';

export interface DropdownProps {
  /** What the button says. */
  readonly name: string;
  /** What whoever hears it is told: what opens. */
  readonly label: string;
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a few lines below it. The browser shows and hides them (Escape, a click elsewhere) and gives the focus back. */
export function Dropdown({ name, label, children }: DropdownProps) {
  const id = useId();
  const lines = useRef<HTMLDivElement>(null);
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-md" maw={180} aria-label={label} popoverTarget={id}>
        {name}
      </Button>
      <div id={id} ref={lines} popover="auto" className="dropdown">
        {children(() => lines.current?.hidePopover())}
      </div>
    </>
  );
}
