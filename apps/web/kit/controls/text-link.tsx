import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Plain = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & {
  readonly ref?: Ref<HTMLAnchorElement>;
};

/** A link to another screen that looks like the text around it, unless a size is named. */
export const TextLink = createLink(function TextAnchor(props: AnchorProps & Plain) {
  return <Anchor inherit={props.size === undefined && props.fz === undefined} {...props} />;
});

/** A link to another screen that looks like a button. */
export const ButtonLink = createLink(function ButtonAnchor(props: ButtonProps & Omit<Plain, keyof ButtonProps>) {
  return <Button component="a" {...props} />;
});

/** A line of a navigation. */
export const NavigationLink = createLink(function NavigationAnchor(
  props: NavLinkProps & Omit<Plain, keyof NavLinkProps>,
) {
  return <NavLink component="a" {...props} />;
});
