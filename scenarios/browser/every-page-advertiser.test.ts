import { placeOfTests, testEveryAddressOf } from './looks.ts';

testEveryAddressOf('advertiser', placeOfTests());
