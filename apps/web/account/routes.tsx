import type { AnyRoute } from '@tanstack/react-router';

/** Sign-in, registration and what is a person's own. */
export const accountRoutes: readonly AnyRoute[] = [];
