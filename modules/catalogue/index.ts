export { exportProducts, type ProductRow } from './export-products.ts';
export { catalogueFileRoutes } from './file-routes.ts';
export { importProducts } from './import-products.ts';
export { importRates } from './import-rates.ts';
export type {
  FileFormat,
  ImportFile,
  ImportProgram,
  ImportReport,
  ProductAttributes,
  ProductFacts,
  ProductRecord,
  RateKind,
  RateStatement,
  RowFinding,
} from './model.ts';
export { type FeedCounters, feedCounters, hotProducts, programsWithHot } from './offer.ts';
export { productAt, productsAt, productsAtTimes, productTitles } from './products.ts';
export { type CatalogueRoutes, catalogueRoutes } from './routes.ts';
export { programsWithProducts } from './store.ts';
