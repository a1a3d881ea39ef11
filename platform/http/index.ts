export {
  type Access,
  type CallerAccess,
  callerAccess,
  callerOrSignedAccess,
  messageHeaders,
  type PublicAccess,
  personAccess,
  publicAccess,
  sessionAccess,
} from './access.ts';
export { type BuiltFiles, builtFiles, type EntryFiles } from './built-files.ts';
export { type CookieOptions, readCookie, setCookie } from './cookies.ts';
export { chosenLanguage, type PageLanguage, pageLanguages } from './language.ts';
export { newNonce, pageHeaders } from './page-headers.ts';
export { type Problem, problemOf, sendRefusal } from './problem.ts';
export { RefusedRequest, refuse, valueOrRefuse } from './refused.ts';
export type { FormFields } from './requests/forms.ts';
export { parseStrictJson } from './requests/strict-json.ts';
export {
  type AsideHandler,
  createHttpServer,
  type Guard,
  type HttpServer,
  type HttpServerOptions,
  type RawHandler,
} from './server.ts';
export { answerWatched, type Watched } from './watched.ts';
