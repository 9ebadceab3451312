import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { type Fault, fault, xmlFault } from '../../fault.ts';

/** What a parser says of an entry of a network's definition. */
export function networkXmlFault(detail: string): Fault {
  return xmlFault(ErrorDomain.NETWORK, detail);
}

/** What it says of a record of names, in a sentence of its own. */
export function recordFault(detail: string): Fault {
  return fault(ErrorNumber.ERR_XML_DETAIL, ErrorDomain.NETWORK, detail);
}

/** How C writes a text that is not there. */
export function orNull(text: string | undefined): string {
  return text ?? '(null)';
}
