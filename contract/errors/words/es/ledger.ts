import type { ledgerErrors } from '../../ledger.ts';
import type { TextsOf } from '../text.ts';

export const ledgerTexts: TextsOf<typeof ledgerErrors> = {};
