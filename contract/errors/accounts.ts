import type { ErrorArea } from './entry.ts';

/** What can be wrong with who asks: applications, tokens, scopes, organisations and their people. */
export const accountsErrors = {
  invalid_client: {
    status: 401,
    title: 'The client is unknown or its secret is wrong',
    remedy: 'Check client id and secret of the API application.',
  },
  invalid_request: {
    status: 400,
    title: 'The token request is incomplete or contradictory',
    remedy: 'Send grant_type and the credentials, each once, as text.',
  },
  unsupported_grant_type: {
    status: 400,
    title: 'The grant type is not supported',
    remedy: 'Use grant_type=client_credentials.',
  },
  invalid_scope: {
    status: 400,
    title: 'A scope is unknown or not granted to the application',
    remedy: 'Ask only for scopes that the application has, separated by spaces.',
  },
  invalid_token: {
    status: 401,
    title: 'The access token is missing or not valid',
    remedy: 'Get a token from POST /api/token/ and send it as "Authorization: Bearer <token>".',
  },
  insufficient_scope: {
    status: 403,
    title: 'The access token does not allow this',
    remedy: 'Get a token with the scope named in `scope`.',
  },
  wrong_organisation: {
    status: 403,
    title: 'This resource is for another kind of organisation',
    remedy: 'Use an API application of an organisation of the kind named in `organisations`.',
  },
  email_taken: {
    status: 409,
    title: 'The e-mail address belongs to a user already',
    remedy: 'Use another address.',
  },
  email_invalid: {
    status: 422,
    title: 'The e-mail address is not one',
    remedy: 'Send an address such as name@example.org.',
  },
  password_too_weak: {
    status: 422,
    title: 'The password is too short or too long',
    remedy: 'Use 8 to 256 characters; a sentence is a good password.',
  },
} as const satisfies ErrorArea;
