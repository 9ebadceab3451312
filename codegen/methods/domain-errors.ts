/*
 * Errors that many methods of domains meet.
 */
export const gone = 'VIR_ERR_NO_DOMAIN when it is gone';
export const notRunning = 'VIR_ERR_OPERATION_INVALID when it does not run';
export const noAgent = 'VIR_ERR_AGENT_UNRESPONSIVE when the agent in the guest does not answer';
export const noDisk = 'VIR_ERR_INVALID_ARG when it has no such disk';
export const noInterface = 'VIR_ERR_INVALID_ARG when it has no such interface';
export const badXml = 'VIR_ERR_XML_ERROR and others when the XML is wrong';
