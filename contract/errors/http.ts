import type { ErrorArea } from './entry.ts';

/** What can be wrong with a request whatever it is about. */
export const httpErrors = {
  json_malformed: {
    status: 400,
    title: 'The body is not well-formed JSON',
    remedy: 'Correct the JSON at the given position; comments and trailing commas are not allowed.',
  },
  duplicate_key: {
    status: 400,
    title: 'A key stands twice in one JSON object',
    remedy: 'Send each key once; two values for one field cannot be told apart.',
  },
  duplicate_parameter: {
    status: 400,
    title: 'A parameter that takes one value was sent several times',
    remedy: 'Send the parameter once.',
  },
  json_too_deep: {
    status: 400,
    title: 'The JSON body is nested too deeply or has too many keys',
    remedy: 'Send a flatter or smaller document; the bounds are in the detail.',
  },
  field_not_allowed: {
    status: 400,
    title: 'The request has a field that is not accepted here',
    remedy: 'Leave the field out; the accepted fields are in the API description.',
  },
  unknown_field: {
    status: 400,
    title: 'The address has a parameter that this resource does not know',
    remedy: 'Use the parameters named in the API description.',
  },
  parameter_invalid: {
    status: 400,
    title: 'A parameter of the address has a value that is not accepted',
    remedy: 'Use a value of the expected form or range.',
  },
  field_required: {
    status: 422,
    title: 'A required field is missing',
    remedy: 'Fill it in.',
  },
  field_invalid: {
    status: 422,
    title: 'A field has a value that is not accepted',
    remedy: 'Use a value of the expected form or range.',
  },
  not_utf8: {
    status: 422,
    title: 'The text is not valid UTF-8',
    remedy: 'Encode the request in UTF-8.',
  },
  content_type: {
    status: 415,
    title: 'The content type or encoding is not accepted here',
    remedy: 'Send one of the accepted types, named in the Content-Type header.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is larger than this resource accepts',
    remedy: 'Split the request; the limit is in the detail.',
  },
  expanded_too_large: {
    status: 413,
    title: 'The compressed body is not accepted, as it may expand beyond the limit',
    remedy: 'Send the body without Content-Encoding.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    remedy: 'Send the parameters in the body.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    remedy: 'Send fewer or smaller headers and cookies.',
  },
  request_timeout: {
    status: 408,
    title: 'The request was not sent in time',
    remedy: 'Send headers and body without pauses; split what is too large for your connection.',
  },
  bad_request: {
    status: 400,
    title: 'The request cannot be read',
    remedy: 'Correct the request as the detail says.',
  },
  not_found: {
    status: 404,
    title: 'There is no such resource, or it is not yours to see',
    remedy: 'Check the address and the id.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The resource does not take this method',
    remedy: 'Use one of the methods named in the Allow header.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait, then try again.',
    members: ['retry_after'],
  },
  not_ready: {
    status: 503,
    title: 'The service cannot answer at the moment',
    remedy: 'Try again in a moment.',
    members: ['retry_after'],
  },
  internal_error: {
    status: 500,
    title: 'The service failed',
    remedy: 'Try again later; if it fails again, tell the network the number of the request.',
  },
} as const satisfies ErrorArea;
