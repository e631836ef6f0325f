import { describeSameness } from './describe-sameness.ts';
import { sdk2Client } from './sdk-2-client.ts';

describeSameness('both-eras', sdk2Client('legacy'));
