/**
 * VIR_DRV_FEATURE_PROGRAM_KEEPALIVE of libvirt's internal list: asking for it lets the daemon look after us with pings.
 */
export const keepaliveFeature = 10;
