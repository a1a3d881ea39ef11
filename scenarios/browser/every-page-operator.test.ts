import { placeOfTests, testEveryAddressOf } from './looks.ts';

testEveryAddressOf('operator', placeOfTests());
