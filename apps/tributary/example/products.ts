/**
 * Products of the example shops. Names are invented; stores carry the placeholders of the program's tables: S-SPEC1 on the special
 * list, S-EXCL1 on the excluded list, S-CHUWI the named store.
 */
export interface ExampleProduct {
  readonly productId: string;
  readonly title: string;
  readonly storeId: string;
  readonly sellerCountry: string;
  readonly category: string;
  readonly affiliate: boolean;
  readonly hot: boolean;
  readonly virtual: boolean;
  readonly hidden: boolean;
  /** Percent, decimal string; `null` where the seller set none. */
  readonly sellerRate: string | null;
  readonly hotRate: string | null;
}

type Flags = Partial<Pick<ExampleProduct, 'affiliate' | 'hot' | 'virtual' | 'hidden' | 'hotRate'>>;

function product(
  id: string,
  title: string,
  [storeId, sellerCountry]: readonly [string, string],
  category: string,
  sellerRate: string | null,
  flags: Flags = {},
): ExampleProduct {
  return {
    productId: id,
    title,
    storeId,
    sellerCountry,
    category,
    sellerRate,
    affiliate: true,
    hot: false,
    virtual: false,
    hidden: false,
    hotRate: null,
    ...flags,
  };
}

const cn1 = ['S-CN1', 'CN'] as const;
const cn2 = ['S-CN2', 'CN'] as const;
const tr1 = ['S-TR1', 'TR'] as const;
const ru1 = ['S-RU1', 'RU'] as const;
const ru2 = ['S-RU2', 'RU'] as const;

/** Bought most of the time; foreign sellers, affiliate, no flags. */
export const everydayProducts = [
  product('1005001000000101', 'Phone case with card slot', cn1, 'mobile_phone_accessories', '5.00'),
  product('1005001000000102', 'Braided charging cable, 2 m', cn1, 'mobile_phone_accessories', '6.50'),
  product('1005001000000103', 'Wireless mouse, silent keys', cn1, 'computer_peripherals', '4.00'),
  product('1005001000000104', 'Garden hose nozzle', cn2, 'garden_supplies', '7.00'),
  product('1005001000000105', 'Knitted pullover', cn2, 'womens_clothing', '9.00'),
  product('1005001000000106', 'Running trousers', cn2, 'mens_clothing', '8.00'),
  product('1005001000000107', 'Rain suit for children', cn2, 'childrens_clothing', '8.50'),
  product('1005001000000108', 'Memory card, 128 GB', cn1, 'external_storage', '3.00'),
  product('1005001000000109', 'Violin strings', tr1, 'musical_instruments', '5.50'),
  product('1005001000000110', 'Linen cushion cover', tr1, 'interior_accessories', '6.00'),
] as const satisfies readonly [ExampleProduct, ...ExampleProduct[]];

/** One or more of each kind that the terms treat apart. */
export const specialProducts = {
  russian: product('1005001000000201', 'Enamel kettle', ru1, 'other', '4.00'),
  russianOther: product('1005001000000202', 'Birch chopping board', ru2, 'other', '5.00'),
  hot: product('1005001000000301', 'Robot lamp', cn1, 'interior_accessories', '5.00', { hot: true, hotRate: '9.00' }),
  hotRussian: product('1005001000000302', 'Down jacket', ru1, 'womens_clothing', '3.00', {
    hot: true,
    hotRate: '12.00',
  }),
  nonAffiliate: product('1005001000000401', 'Unlisted screen protector', cn1, 'mobile_phone_accessories', '5.00', {
    affiliate: false,
  }),
  virtual: product('1005001000000402', 'Gift card', cn1, 'special_category', null, { virtual: true }),
  hidden: product('1005001000000403', 'Pre-release headphones', cn1, 'home_audio_video', '5.00', { hidden: true }),
  specialStore: product('1005001000000501', 'Phone of a listed brand', ['S-SPEC1', 'CN'], 'mobile_phone', '1.50'),
  excludedStore: product('1005001000000502', 'Clearance tablet', ['S-EXCL1', 'CN'], 'tablets', '5.00'),
  chuwi: product('1005001000000503', 'Tablet of the flagship store', ['S-CHUWI', 'CN'], 'tablets', '2.00'),
  noRate: product('1005001000000504', 'Newly listed desk fan', cn2, 'other', null),
} as const;

export const exampleProducts: readonly ExampleProduct[] = [...everydayProducts, ...Object.values(specialProducts)];
