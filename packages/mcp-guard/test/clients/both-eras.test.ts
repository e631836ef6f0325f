import { describeSameness } from './describe-sameness.ts';

describeSameness('both-eras');
