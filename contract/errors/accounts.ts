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
    remedy: 'Get a token with that scope.',
    members: ['scope'],
  },
  wrong_organisation: {
    status: 403,
    title: 'This resource is for another kind of organisation',
    remedy: 'Sign in as, or use an API application of, an organisation of that kind.',
    members: ['organisations'],
  },
  not_signed_in: {
    status: 401,
    title: 'Nobody is signed in, or the session has ended',
    remedy: 'Sign in; programs do with POST /api/v1/session.',
  },
  sign_in_refused: {
    status: 401,
    title: 'The address or the password is wrong',
    remedy: 'Check both, or ask for a new password.',
  },
  second_factor_required: {
    status: 401,
    title: 'The second factor is still to come',
    remedy: 'Finish signing in with one of your second factors.',
  },
  too_many_tries: {
    status: 429,
    title: 'This was tried too often',
    remedy: 'Wait, then try again; this time it was not looked at.',
    members: ['retry_after'],
  },
  origin_not_allowed: {
    status: 403,
    title: 'The request comes from a page of another origin, or does not say from which',
    remedy: 'Send it from a page of this network; programs use an access token instead of a cookie.',
  },
  csrf_token_invalid: {
    status: 403,
    title: 'The request does not carry the token of the session',
    remedy: 'Load the page again; programs send the csrf_token of GET /api/v1/session in the header x-csrf-token.',
  },
  person_required: {
    status: 403,
    title: 'This is for people who are signed in, not for applications',
    remedy: 'Sign in and do it in the browser.',
  },
  role_not_allowed: {
    status: 403,
    title: 'Your role does not allow this',
    remedy: 'Ask a member who has such a role; an owner of the organisation gives roles.',
    members: ['roles'],
  },
  organisation_not_active: {
    status: 403,
    title: 'The organisation is not active yet',
    remedy: 'Confirm the e-mail address, or wait for the decision of the network.',
    members: ['organisation_status'],
  },
  organisation_blocked: {
    status: 403,
    title: 'The organisation is blocked',
    remedy: 'Write to the network; it blocks and unblocks.',
    members: ['reason'],
  },
  password_wrong: {
    status: 403,
    title: 'The password is not yours',
    remedy: 'Type your present password; who has forgotten it asks for a new one on the page of the sign-in.',
  },
  proof_required: {
    status: 403,
    title: 'This asks for a recent proof of who you are',
    remedy: 'Prove once more who you are and repeat it; programs do with POST /api/v1/session/proof.',
  },
  code_refused: {
    status: 401,
    title: 'The code or the passkey is not accepted',
    remedy: 'Use the present code, a passkey of yours or a recovery code that was not used before.',
  },
  second_factor_unknown: {
    status: 409,
    title: 'There is no such second factor to finish or remove',
    remedy: 'Load the page again: your second factors have changed meanwhile.',
  },
  second_factor_exists: {
    status: 409,
    title: 'There is such a second factor already',
    remedy: 'Use it as it is, or remove it first.',
  },
  link_ended: {
    status: 410,
    title: 'The link was used before, is too old or is not one of ours',
    remedy: 'Ask for a new mail, or for a new invitation where it was one.',
  },
  last_owner: {
    status: 409,
    title: 'An organisation keeps at least one owner',
    remedy: 'Make somebody else an owner first.',
  },
  invitation_pending: {
    status: 409,
    title: 'This address has an open invitation',
    remedy: 'Wait for the answer, or withdraw the open invitation and send a new one.',
  },
  scope_unknown: {
    status: 422,
    title: 'There is no such scope for organisations of this kind',
    remedy: 'Choose among the scopes that there are.',
    members: ['scopes'],
  },
  email_taken: {
    status: 409,
    title: 'The e-mail address belongs to a user already',
    remedy: 'Use another address; a person works in one organisation only.',
  },
  email_invalid: {
    status: 422,
    title: 'The e-mail address is not one',
    remedy: 'Write an address such as name@example.org.',
  },
  password_too_weak: {
    status: 422,
    title: 'The password is too short, too long or too common',
    remedy: 'Use 8 to 256 characters that nobody would guess; a sentence is a good password.',
  },
} as const satisfies ErrorArea;
