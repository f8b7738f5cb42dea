// What a page is made of.
export {
  type Entered,
  type FormError,
  type FormReading,
  formErrorsOf,
  severalSchema,
  wordsSchema,
} from './form.ts';
export type { Permission } from './permission.ts';
export type { RecordHead } from './record-head.ts';
export type { PageRequest, PublicRequest } from './request.ts';
export {
  json,
  noPermission,
  notFound,
  type PageResult,
  type PageView,
  redirect,
  redirectWithWarning,
  render,
  sendFile,
} from './result.ts';
export {
  definePage,
  type NavigationEntry,
  type Page,
  publicRoute,
  type Route,
  route,
} from './route.ts';
