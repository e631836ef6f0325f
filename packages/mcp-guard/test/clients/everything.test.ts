import { describeSameness } from './describe-sameness.ts';

describeSameness('everything');
