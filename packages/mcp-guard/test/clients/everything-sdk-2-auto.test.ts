import { describeSameness } from './describe-sameness.ts';
import { sdk2Client } from './sdk-2-client.ts';

describeSameness('everything', sdk2Client('auto'));
