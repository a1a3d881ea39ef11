/** Of `localhost` by this name alone, signed by itself, for tests: whoever does not trust it must refuse it. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUaW8ilGajjerpHG5OkHF7vcZeCpgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE5MjQxMFoYDzIxMjYxMDI5
MTkyNDEwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARYIk8Szh4k/LqkIumzCAG+w8mt3rIjiydV3nfYtQgpckRraqHz8Wnm
mdTQGvPDXGcMAMMQgGTpAnUCdK+tO+X0o2kwZzAdBgNVHQ4EFgQUMKbgftaAYFU+
njPygB6CtlPilMowHwYDVR0jBBgwFoAUMKbgftaAYFU+njPygB6CtlPilMowDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIgBJvutT4UKwZbMRZSO8hv9o1CPmB5/uo7I+06F6itamUCIQDAHkMkOtT7
SL3ExVuaoc9zlXTbUR/pgeuUoIaUWXWfgA==
-----END CERTIFICATE-----
`;

export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx/kcL94L7A3PuANZ
9gDDFyNEKyIQ3HKxWmrDoGKEIOShRANCAARYIk8Szh4k/LqkIumzCAG+w8mt3rIj
iydV3nfYtQgpckRraqHz8WnmmdTQGvPDXGcMAMMQgGTpAnUCdK+tO+X0
-----END PRIVATE KEY-----
`;
