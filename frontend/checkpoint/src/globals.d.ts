/** The version of the build: the first figures of the digest of everything in it. */
declare const __APP_VERSION__: string;
