export function judgeCertificates() {}
