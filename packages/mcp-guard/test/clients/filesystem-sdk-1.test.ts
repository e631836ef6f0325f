import { describeSameness } from './describe-sameness.ts';
import { sdk1Client } from './sdk-1-client.ts';

describeSameness('filesystem', sdk1Client);
