/** What ksql/catalogue makes of the changes: topics that others read, and what a record of each is called in a report. */
export const CATALOGUE_OUTPUTS = {
  'catalogue-documents': 'changed documents',
  'catalogue-price-drops': 'changed price drops',
  'catalogue-price-alerts': 'price alerts',
  'catalogue-lowest-prices': 'changed lowest prices',
  'rccar-taxed': 'taxed cars',
  'rccar-cheaper': 'cheaper cars',
} as const;
